import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'

/** Leads to the records of a permission, wherever something of it has just been decided. */
export function DownloadRecord({ href }: { href: string }) {
  const t = useTranslations('detail')
  return (
    <p className="mt-3">
      <a className="inline-flex min-h-11 items-center gap-2" href={href}>
        {t('download')}
        <Icon name="forward" size={16} />
      </a>
    </p>
  )
}
