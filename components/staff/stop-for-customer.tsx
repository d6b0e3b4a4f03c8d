import { useTranslations } from 'next-intl'
import { ChoiceRow } from '@/components/ui/choice-row'
import type { Caller } from '@/lib/staff/stop-for-customer'
import { staffButton } from './staff-button'
import { TextArea } from './text-area'

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
      <fieldset className="grid gap-2.5">
        <legend className="mb-1 font-strong">{t('channel')}</legend>
        {(['phone', 'branch'] as const).map((channel) => (
          <ChoiceRow
            key={channel}
            label={t(channel)}
            name="channel"
            required={true}
            type="radio"
            value={channel}
          />
        ))}
      </fieldset>
      <TextArea hint={t('identityHint')} id="identity" label={t('identity')} />
      <TextArea hint={t('reasonHint')} id="reason" label={t('reason')} />
      <ChoiceRow
        framed={false}
        label={t('checked')}
        name="checked"
        required={true}
        type="checkbox"
        value="yes"
      />
      <p>
        <button className={staffButton('primary')} type="submit">
          {t('send')}
        </button>
      </p>
    </form>
  )
}
