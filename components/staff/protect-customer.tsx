import { useTranslations } from 'next-intl'
import { ChoiceRow } from '@/components/ui/choice-row'
import { Field } from '@/components/ui/field'
import { staffButton } from './staff-button'
import { TextArea } from './text-area'

/** Who asks, by a reference and their name; how it came, how they were recognised, and why. */
export function ProtectCustomer({ send }: { send: string }) {
  const t = useTranslations('staff.protect')
  return (
    <form action={send} className="grid max-w-160 gap-5" method="post">
      <Field
        hint={t('referenceHint')}
        id="reference"
        label={t('reference')}
        maxLength={60}
        name="reference"
        required={true}
      />
      <Field hint={t('nameHint')} id="name" label={t('name')} maxLength={140} name="name" required={true} />
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
