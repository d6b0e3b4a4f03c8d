import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { ChoiceRow } from '@/components/ui/choice-row'
import type { Caller } from '@/lib/staff/stop-for-customer'
import { staffButton } from './staff-button'
import { TextArea } from './text-area'

/** A letter for a customer who can't get in any more: for whom, and how staff know who it is. */
export function LetterForCustomer({ callers, ask }: { callers: readonly Caller[]; ask: string }) {
  const t = useTranslations('staff')
  if (callers.length === 0) return null
  return (
    <details className="mt-4 max-w-160">
      <summary className="flex min-h-11 cursor-pointer items-center underline underline-offset-4">
        {t('letters.ask')}
      </summary>
      <Card>
        <form action={ask} className="grid gap-5" method="post">
          <fieldset className="grid gap-2.5">
            <legend className="mb-1 font-strong">{t('letters.who')}</legend>
            {callers.map(({ psuId, name }) => (
              <ChoiceRow
                key={psuId}
                label={<bdi>{name}</bdi>}
                name="psuId"
                required={true}
                type="radio"
                value={psuId}
              />
            ))}
          </fieldset>
          <TextArea hint={t('stopFor.identityHint')} id="identity" label={t('stopFor.identity')} />
          <p>
            <button className={staffButton('secondary')} type="submit">
              {t('letters.askSend')}
            </button>
          </p>
        </form>
      </Card>
    </details>
  )
}
