import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Field } from '@/components/ui/field'
import { Fold } from '@/components/ui/fold'
import { ATTESTATION_KINDS, type AttestationView } from './attestation-view'

/** What a third party states about itself with the days that are left; `withdraw` is where a form takes one back. */
export function AttestationList({ attestations, withdraw }: AttestationListProps) {
  const t = useTranslations('posture')
  const formats = useFormats()
  return (
    <ul className="divide-y divide-line">
      {attestations.map(({ id, kind, issuer, reference, endsOn, daysLeft, statedByBank }) => (
        <li className="flex flex-wrap items-baseline justify-between gap-x-4 py-2.5 first:pt-0" key={id}>
          <div className="min-w-0">
            <p>
              <strong className="font-strong">{t(`kinds.${kind}`)}</strong>{' '}
              <bdi className="wrap-anywhere">{reference}</bdi>
            </p>
            <p className="text-muted text-small">
              <bdi className="wrap-anywhere">{issuer}</bdi>
              {statedByBank ? `, ${t('statement.byBank')}` : null}
            </p>
            <p className={daysLeft <= SOON_DAYS ? 'font-strong text-expiring text-small' : 'text-small'}>
              {daysLeft < 0
                ? t('statement.ended', { date: formats.day(endsOn) })
                : t('statement.left', { days: daysLeft, date: formats.day(endsOn) })}
            </p>
          </div>
          {withdraw ? (
            <form action={withdraw} method="post">
              <input name="attestationId" type="hidden" value={id} />
              <button
                className="min-h-11 cursor-pointer text-small underline decoration-1 underline-offset-4"
                type="submit"
              >
                {t('statement.withdraw')}
              </button>
            </form>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

/** One more statement; `firstEnd` is today, a day of the bank. */
export function AttestationForm({ action, label, save, button, firstEnd }: AttestationFormProps) {
  const t = useTranslations('posture')
  return (
    <Fold label={label}>
      <form action={action} className="grid max-w-prose grid-cols-1 gap-4" method="post">
        <div>
          <label className="block font-strong text-small" htmlFor="statement-kind">
            {t('statement.kind')}
          </label>
          <select
            className="mt-1.5 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-ink"
            id="statement-kind"
            name="kind"
          >
            {ATTESTATION_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </select>
        </div>
        <Field id="statement-issuer" label={t('statement.issuer')} maxLength={120} name="issuer" required />
        <Field
          id="statement-reference"
          label={t('statement.reference')}
          maxLength={120}
          name="reference"
          required
        />
        <Field
          id="statement-ends"
          label={t('statement.endsOn')}
          min={firstEnd}
          name="endsOn"
          required
          type="date"
        />
        <p>
          <button className={button} type="submit">
            {save}
          </button>
        </p>
      </form>
    </Fold>
  )
}

const SOON_DAYS = 30

type AttestationListProps = { attestations: readonly AttestationView[]; withdraw: string | null }
type AttestationFormProps = { action: string; label: string; save: string; button: string; firstEnd: string }
