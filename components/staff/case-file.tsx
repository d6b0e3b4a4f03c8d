import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { staffButton } from './staff-button'
import { TextArea } from './text-area'

/** Everything that proves a permission in a dispute, as one file, for a reason. */
export function CaseFile({ make }: { make: string }) {
  const t = useTranslations('staff.caseFile')
  return (
    <details className="mt-4 max-w-160">
      <summary className="flex min-h-11 cursor-pointer items-center underline underline-offset-4">
        {t('ask')}
      </summary>
      <Card>
        <form action={make} className="grid gap-5" method="post">
          <p>{t('lead')}</p>
          <TextArea hint={t('reasonHint')} id="reason" label={t('reason')} />
          <p>
            <button className={staffButton('secondary')} type="submit">
              {t('make')}
            </button>
          </p>
        </form>
      </Card>
    </details>
  )
}
