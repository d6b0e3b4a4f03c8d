import { useTranslations } from 'next-intl'
import { ChoiceRow } from '@/components/ui/choice-row'
import type { Caller } from '@/lib/staff/stop-for-customer'
import { CustomersWord } from './customers-word'

/** Whose word it is, how it came, how they know who it is, and why: the customer reads the last. */
export function StopForCustomer({ callers, send }: { callers: Caller[]; send: string }) {
  const t = useTranslations('staff.stopFor')
  const [first, ...others] = callers
  if (!first) return <p>{t('nobody')}</p>
  return (
    <form action={send} className="grid max-w-160 gap-5" method="post">
      <fieldset className="grid gap-2.5">
        <legend className="mb-1 font-strong">{t('who')}</legend>
        {callers.map(({ psuId, name }) => (
          <ChoiceRow
            defaultChecked={others.length === 0}
            key={psuId}
            label={<bdi>{name}</bdi>}
            name="psuId"
            required={true}
            type="radio"
            value={psuId}
          />
        ))}
      </fieldset>
      <CustomersWord form="stopFor" />
    </form>
  )
}
