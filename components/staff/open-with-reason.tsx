import { useTranslations } from 'next-intl'
import { staffButton } from './staff-button'
import { TextArea } from './text-area'

/** What opens something of a customer's: a form that asks for the reason, which the customer reads. */
export function OpenWithReason({ action }: { action: string }) {
  const t = useTranslations('staff.permission')
  return (
    <form action={action} className="mt-4 grid gap-4" method="post">
      <TextArea hint={t('reasonHint')} id="reason" label={t('reason')} />
      <p>
        <button className={staffButton('primary')} type="submit">
          {t('open')}
        </button>
      </p>
    </form>
  )
}
