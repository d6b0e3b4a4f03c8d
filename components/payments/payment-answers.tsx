import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ANSWER } from '@/components/consent/approval-answers'
import { PasskeyForm } from '@/components/sca/passkey-form'
import { PasskeyNoScript } from '@/components/sca/passkey-no-script'
import { usePasskeyTexts } from '@/components/sca/passkey-texts'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { HiddenFields } from '@/components/ui/hidden-fields'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'
import { noPayer } from './no-payer'
import type { PaymentView } from './payment-view'

const DECLINE = 'decline'

/**
 * The two answers, of one width and in the flow of the page. Saying yes is always a passkey's ceremony: each payment is signed
 * with its amount and its payee (decision 29). Saying no is a plain form and needs nobody.
 */
export function PaymentAnswers({ view, amount, children }: PaymentAnswersProps) {
  const t = useTranslations('payment')
  const request = useTranslations('approval')
  const texts = usePasskeyTexts(t('paying'), t('closed'))
  return (
    <>
      {noPayer(view) ? (
        <>
          {children}
          <div className="mt-6">
            <Button form={DECLINE}>{request.rich('back', { tpp: view.tpp.name, ...tags })}</Button>
          </div>
        </>
      ) : (
        <PasskeyForm
          beside={<Button form={DECLINE}>{t('decline')}</Button>}
          icon={<Icon name="shield" size={20} />}
          id={ANSWER}
          label={t('pay', { amount })}
          look={buttonClass('primary')}
          noScript={<PasskeyNoScript />}
          optionsUrl={view.pay.optionsUrl}
          resultUrl={view.pay.resultUrl}
          texts={texts}
        >
          <HiddenFields fields={view.pay.fields} />
          {children}
        </PasskeyForm>
      )}
      <form action={view.decline.action} id={DECLINE} method="post" />
    </>
  )
}

/** `amount` as the page words it. */
type PaymentAnswersProps = { view: PaymentView; amount: string; children: ReactNode }
