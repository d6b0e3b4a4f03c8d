import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { ChoiceRow } from '@/components/ui/choice-row'
import { Icon } from '@/components/ui/icon'
import { MissingFault } from '@/components/ui/missing-fault'
import { Notice } from '@/components/ui/notice'
import { tags } from '@/components/ui/rich-text'
import { GroupedIban } from './grouped-iban'
import { noPayer } from './no-payer'
import type { PaymentView } from './payment-view'

/**
 * Who is paid, and what the bank knows of the name (Regulation (EU) 2024/886): a sentence for each result, and a tick only where
 * the name is another's.
 */
export function Payee({ view }: { view: PaymentView }) {
  const t = useTranslations('payment')
  const { creditor, payee, notBank } = view
  const asks = payee.result === 'no-match' && !noPayer(view)
  return (
    <>
      <Card>
        <p className="font-strong">
          <bdi>{creditor.name}</bdi>
        </p>
        <p>
          <GroupedIban iban={creditor.iban} />
        </p>
        {notBank ? <p className="mt-1">{t('notBank', { bank: notBank })}</p> : null}
        {payee.result === 'match' ? (
          <p className="mt-2 flex items-start gap-1.5 text-muted text-small">
            <Icon className="mt-0.5" name="tick" size={15} />
            {t('nameMatch')}
          </p>
        ) : (
          <div className="mt-3">
            <Notice tone={payee.result === 'no-match' ? 'attention' : 'info'}>
              {payee.result === 'close-match'
                ? t.rich('nameClose', { name: payee.name, ...tags })
                : t(payee.result === 'no-match' ? 'nameOther' : 'nameUnknown')}
            </Notice>
          </div>
        )}
      </Card>
      {asks ? (
        <div className="mt-2.5">
          <MissingFault name="accepted">
            <div className="mb-2.5">
              <Notice alert={true} tone="danger">
                {t('tick')}
              </Notice>
            </div>
          </MissingFault>
          <ChoiceRow label={t('accept')} name="accepted" type="checkbox" value="yes" />
        </div>
      ) : null}
    </>
  )
}
