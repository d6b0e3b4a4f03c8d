import { useTranslations } from 'next-intl'
import { MaskedIban } from '@/components/consent/masked-iban'
import { Button } from '@/components/ui/button'
import { MessagePage } from '@/components/ui/message-page'
import { tags } from '@/components/ui/rich-text'

/**
 * The passkey signed, but the account that the third party named is not this customer's, or cannot pay: nothing was paid, and the
 * payment still waits for whoever holds it. Another account is named where the payment was begun, so a no leads back there. `reason` comes from an address: what is none of ours is told as the first.
 */
export function CannotPay({ reason, iban, href, tpp, decline, at }: CannotPayProps) {
  const t = useTranslations('payment')
  return (
    <MessagePage
      at={at}
      beside={
        <form action={decline.action} method="post">
          <Button>{t('decline')}</Button>
        </form>
      }
      errorId="account-cannot-pay"
      forward={{ href, label: t('backToPayment') }}
      nothing={t('nothing')}
      title={t('cannotTitle')}
      why={
        <>
          <p>
            <MaskedIban iban={iban} />
          </p>
          <p>{t('cannotNamed', { reason })}</p>
          <p className="mt-2">{t.rich('cannotElse', { tpp, ...tags })}</p>
        </>
      }
    />
  )
}

type CannotPayProps = {
  reason: string
  iban: string
  href: string
  tpp: string
  decline: { action: string }
  at: string
}
