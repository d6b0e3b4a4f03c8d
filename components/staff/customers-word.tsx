import { useTranslations } from 'next-intl'
import { ChoiceRow } from '@/components/ui/choice-row'
import { staffButton } from './staff-button'
import { TextArea } from './text-area'

/**
 * The end of every form that does something on a customer's word: how it came, how they were recognised, why, and that whoever
 * sends it has checked. `form` says in whose words.
 */
export function CustomersWord({ form }: { form: 'stopFor' | 'protect' | 'takeBack' }) {
  const t = useTranslations(`staff.${form}`)
  return (
    <>
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
    </>
  )
}
