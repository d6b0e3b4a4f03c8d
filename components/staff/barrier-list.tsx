import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { ChoiceRow } from '@/components/ui/choice-row'
import { Field } from '@/components/ui/field'
import { LANGUAGES } from '@/i18n/languages'
import type { BarrierReport } from '@/lib/barriers/barrier-report'
import { staffButton } from './staff-button'

/** What keeps people out, in their words, each with what staff found and did; new ones with the form that closes them. */
export function BarrierList({ reports }: { reports: readonly BarrierReport[] }) {
  const t = useTranslations('staff.barriers')
  const format = useFormats()
  return (
    <ul className="grid max-w-200 gap-4">
      {reports.map((report) => (
        <li key={report.id}>
          <Card>
            <h3 className="font-strong text-body">
              {t(`state.${report.state}`)} · {format.dateTime(report.reportedAt.toISOString())}
            </h3>
            <p className="text-muted">
              {t('written', { language: languageName(report.language) })} ·{' '}
              <bdi className="wrap-anywhere">
                {report.place === null ? t('placeUnsaid') : t('place', { place: report.place })}
              </bdi>
            </p>
            <p className="my-3 max-w-160 whitespace-pre-line break-words">
              <bdi>{report.text}</bdi>
            </p>
            <p className="wrap-anywhere text-muted">
              <bdi>
                {report.address === null ? t('noAddress') : t('address', { address: report.address })}
              </bdi>
            </p>
            {report.state === 'new' ? <CloseForm report={report} /> : null}
            {report.note ? (
              <p className="mt-2 break-words border-line border-t pt-2">
                <bdi>{report.note}</bdi>
              </p>
            ) : null}
          </Card>
        </li>
      ))}
    </ul>
  )
}

/** What is kept is a code, of a language that the pages may not speak any more. */
const languageName = (code: string) =>
  Object.entries(LANGUAGES).find(([known]) => known === code)?.[1].name ?? code

function CloseForm({ report }: { report: BarrierReport }) {
  const t = useTranslations('staff.barriers')
  const outcomes = report.address === null ? (['closed'] as const) : (['answered', 'closed'] as const)
  return (
    <form action="/staff/barriers/close" className="mt-3 grid max-w-160 gap-3" method="post">
      <input name="id" type="hidden" value={report.id} />
      <fieldset>
        <legend className="font-strong">{t('outcome')}</legend>
        {outcomes.map((outcome) => (
          <ChoiceRow
            framed={false}
            key={outcome}
            label={t(`outcomes.${outcome}`)}
            name="outcome"
            required={true}
            type="radio"
            value={outcome}
          />
        ))}
      </fieldset>
      <Field
        hint={t('noteHint')}
        id={`note-${report.id}`}
        label={t('note')}
        lines={3}
        maxLength={400}
        name="note"
        required={true}
      />
      <p>
        <button className={staffButton('primary')} type="submit">
          {t('close')}
        </button>
      </p>
    </form>
  )
}
