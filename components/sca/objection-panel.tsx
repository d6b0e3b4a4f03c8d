import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'

/** "Was this you?": what a recovery did, what ending it does, and the one button. */
export function ObjectionPanel({ madeAt, until, action }: ObjectionPanelProps) {
  const t = useTranslations('objection')
  const formats = useFormats()
  return (
    <>
      <PageHeader title={t('title')}>
        <p className="mt-2">
          {t('text', {
            date: formats.date(madeAt),
            time: formats.time(madeAt),
            until: formats.dateTime(until),
          })}
        </p>
      </PageHeader>
      <p>{t('yes')}</p>
      <p className="mt-3">{t('what')}</p>
      <form action={action} className="mt-6 max-w-80" method="post">
        <Button kind="danger">{t('notMe')}</Button>
      </form>
    </>
  )
}

type ObjectionPanelProps = { madeAt: string; until: string; action: string }
