import { useTranslations } from 'next-intl'
import { TPP_GROUNDS, type TppAction } from '@/lib/tpp/tpp-decision'
import { staffButton } from './staff-button'
import { TextArea } from './text-area'

/** Why, on what ground, what both sides are told, and for an end until when; a second person decides. */
export function ProposalForm({ action, send, firstEnd, usualEnd }: ProposalFormProps) {
  const t = useTranslations('staff')
  return (
    <form action={send} className="grid max-w-160 gap-5" method="post">
      <input name="action" type="hidden" value={action} />
      {action === 'resume' ? null : (
        <div>
          <label className="block font-strong" htmlFor="ground">
            {t('propose.ground')}
          </label>
          <p className="text-muted" id="ground-hint">
            {t('propose.groundHint')}
          </p>
          <select
            aria-describedby="ground-hint"
            className="mt-1 min-h-11 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-ink"
            id="ground"
            name="ground"
            required={true}
          >
            {TPP_GROUNDS.map((ground) => (
              <option key={ground} value={ground}>
                {t(`decision.ground.${ground}`)}
              </option>
            ))}
          </select>
        </div>
      )}
      {action === 'end' ? (
        <div>
          <label className="block font-strong" htmlFor="endsOn">
            {t('propose.endsOn')}
          </label>
          <p className="text-muted" id="endsOn-hint">
            {t('propose.endsOnHint')}
          </p>
          <input
            aria-describedby="endsOn-hint"
            className="mt-1 min-h-11 rounded-control border-[1.5px] border-control bg-surface px-3 text-ink"
            defaultValue={usualEnd}
            id="endsOn"
            min={firstEnd}
            name="endsOn"
            required={true}
            type="date"
          />
        </div>
      ) : null}
      <TextArea hint={t('propose.noteHint')} id="note" label={t('propose.note')} />
      {action === 'resume' ? null : (
        <>
          <TextArea hint={t('propose.tppTextHint')} id="tppText" label={t('propose.tppText')} />
          <TextArea
            hint={t('propose.customersTextHint')}
            id="customersText"
            label={t('propose.customersText')}
            required={false}
          />
        </>
      )}
      <p>
        <button className={staffButton('primary')} type="submit">
          {t('propose.send')}
        </button>
      </p>
    </form>
  )
}

/** `firstEnd` and `usualEnd` are days of the bank: the earliest last day, and the one that is suggested. */
type ProposalFormProps = { action: TppAction; send: string; firstEnd: string; usualEnd: string }
