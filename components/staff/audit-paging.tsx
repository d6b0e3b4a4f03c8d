import { useTranslations } from 'next-intl'
import { staffButton } from './staff-button'

/** The ways through a list that only grows: further back, and back to its newest row. */
export function AuditPaging({ older, newest }: { older: string | null; newest: string | null }) {
  const t = useTranslations('staff.audit')
  if (!older && !newest) return null
  return (
    <nav aria-label={t('paging')} className="mt-4 flex flex-wrap gap-3">
      {newest ? (
        <a className={staffButton('secondary')} href={newest}>
          {t('newest')}
        </a>
      ) : null}
      {older ? (
        <a className={staffButton('secondary')} href={older}>
          {t('older')}
        </a>
      ) : null}
    </nav>
  )
}
