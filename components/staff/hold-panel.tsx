import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card, Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { SummaryList } from '@/components/ui/summary-list'
import { Table } from '@/components/ui/table'
import type { HoldAnswer } from '@/lib/tpp/answer-hold'
import type { HoldView } from '@/lib/tpp/find-holds'
import { staffButton } from './staff-button'

/** A line for each snapshot of the register that waits for staff, above whatever else they came for. */
export function HoldNotices({ holds }: { holds: readonly HoldView[] }) {
  const t = useTranslations('staff.hold')
  const formats = useFormats()
  return holds.map(({ id, thirdParties, active, bindsAt }) => (
    <div key={id} className="mb-6">
      <Notice icon="clock" tone="attention">
        <p>
          {t('line', { count: thirdParties.length, active, date: formats.dateTime(bindsAt.toISOString()) })}
        </p>
        <a className="inline-flex min-h-11 items-center" href={`/staff/register-holds/${id}`}>
          {t('look')}
        </a>
      </Notice>
    </div>
  ))
}

/** The snapshot whole: whom it withdraws and with what words, and the answers that this reader may give. */
export function HoldPanel({ hold, own, mayPropose, mayApprove, mayDrop }: HoldPanelProps) {
  const t = useTranslations('staff.hold')
  const formats = useFormats()
  const { source, sequence, issuedAt, bindsAt, active, thirdParties, proposal } = hold
  const answers: [boolean, HoldAnswer, string, 'primary' | 'secondary'][] = [
    [mayPropose, 'believe', t('believe'), 'secondary'],
    [mayPropose, 'disbelieve', t('disbelieve'), 'secondary'],
    [mayApprove, 'approve', t('approve'), 'primary'],
    [mayDrop, 'drop', t(own ? 'withdraw' : 'decline'), 'secondary'],
  ]
  const date = formats.dateTime(issuedAt.toISOString())
  return (
    <div className="max-w-200">
      <Card>
        <SummaryList
          rows={[
            { id: 'snapshot', term: t('snapshot'), detail: t('snapshotOf', { source, sequence, date }) },
            { id: 'who', term: t('who'), detail: t('whoOf', { count: thirdParties.length, active }) },
            { id: 'binds', term: t('binds'), detail: formats.dateTime(bindsAt.toISOString()) },
          ]}
        />
      </Card>
      <Section id="decide" title={t('decide')}>
        <p>{t('ask')}</p>
        {proposal ? (
          <div className="mt-4">
            <Notice>
              <p>{t('proposed', { name: own ? 'own' : 'other', proposal })}</p>
              {own ? <p>{t('own')}</p> : null}
            </Notice>
          </div>
        ) : null}
        <div className="mt-5 flex flex-wrap gap-3">
          {answers.map(([isOffered, answer, word, kind]) =>
            isOffered ? (
              <form action={`/staff/register-holds/${hold.id}/answer`} key={answer} method="post">
                <button className={staffButton(kind)} name="answer" type="submit" value={answer}>
                  {word}
                </button>
              </form>
            ) : null,
          )}
        </div>
      </Section>
      <Section id="withdrawn" title={t('who')}>
        <Card>
          <Table
            caption={t('caption')}
            columns={(['name', 'withdrawal'] as const).map((id) => ({ id, label: t(`columns.${id}`) }))}
            rows={thirdParties.map(({ id, name, withdrawal }) => ({
              id,
              cells: {
                name: (
                  <>
                    <a href={`/staff/third-parties/${id}`}>
                      <bdi>{name}</bdi>
                    </a>
                    <bdi className="block font-mono text-label text-muted wrap-anywhere">{id}</bdi>
                  </>
                ),
                withdrawal: <bdi className="wrap-anywhere">{withdrawal}</bdi>,
              },
            }))}
          />
        </Card>
      </Section>
    </div>
  )
}

type HoldPanelProps = {
  hold: HoldView
  own: boolean
  mayPropose: boolean
  mayApprove: boolean
  mayDrop: boolean
}
