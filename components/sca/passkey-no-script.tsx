import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'

/** What a page with a passkey says where scripts are off. */
export function PasskeyNoScript() {
  const t = useTranslations('passkey')
  return (
    <noscript>
      <div className="mt-4">
        <Notice tone="quiet">{t('noScript')}</Notice>
      </div>
    </noscript>
  )
}
