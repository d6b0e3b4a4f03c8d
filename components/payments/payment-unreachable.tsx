import { useTranslations } from 'next-intl'
import { MessagePage } from '@/components/ui/message-page'

/** Stands in the place of a payment while the bank's books cannot be reached: nothing is paid meanwhile. */
export function PaymentUnreachable({ retryHref, at }: { retryHref: string; at: string }) {
  const t = useTranslations('unreachable')
  const payment = useTranslations('payment')
  return (
    <MessagePage
      at={at}
      errorId="accounts-unreachable"
      forward={{ href: retryHref, label: t('again') }}
      nothing={payment('nothing')}
      title={t('title')}
      why={t('why')}
    />
  )
}
