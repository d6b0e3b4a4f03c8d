import { useTranslations } from 'next-intl'
import { MessagePage } from '@/components/ui/message-page'
import { Notice } from '@/components/ui/notice'

/** Stands where the customer would choose accounts, while the bank's ledger cannot be reached (nothing is shared meanwhile). */
export function AccountsUnreachable({ retryHref, at }: { retryHref: string; at: Date }) {
  const t = useTranslations('unreachable')
  return (
    <MessagePage
      at={at.toISOString()}
      errorId="accounts-unreachable"
      forward={{ href: retryHref, label: t('again') }}
      more={{ href: '/status', label: t('state') }}
      nothing={t('nothing')}
      title={t('title')}
      why={t('why')}
    />
  )
}

/** Above permissions that are shown without their accounts' names: a ledger that is down keeps nobody from stopping one. */
export function NamesUnreachable({ retryHref }: { retryHref: string }) {
  const t = useTranslations('unreachable')
  return (
    <div className="mb-5" data-error-id="names-unreachable">
      <Notice tone="attention">
        <p className="font-strong">{t('title')}</p>
        <p>{t('names')}</p>
        <p className="flex flex-wrap gap-x-5">
          <a className="inline-flex min-h-11 items-center underline underline-offset-4" href={retryHref}>
            {t('again')}
          </a>
          <a className="inline-flex min-h-11 items-center underline underline-offset-4" href="/status">
            {t('state')}
          </a>
        </p>
      </Notice>
    </div>
  )
}
