import { useTranslations } from 'next-intl'
import { GreyedAccounts } from '@/components/consent/greyed-accounts'
import { MaskedIban } from '@/components/consent/masked-iban'
import { SoleAccount } from '@/components/consent/sole-account'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { ChoiceRow } from '@/components/ui/choice-row'
import { MissingFault } from '@/components/ui/missing-fault'
import { Notice } from '@/components/ui/notice'
import type { PayerOption, PaymentView, PickedPayment } from './payment-view'

/**
 * The account paid from: the one the third party named, as it named it, or one to pick, posted as `accountId`. The only one that
 * can pay is chosen already, as a line; of several none is. What cannot pay stays, greyed, with its reason.
 */
export function PaidFrom({ view }: { view: PaymentView }) {
  if (view.kind === 'pick') return <PayerPicker view={view} />
  return (
    <Card>
      <MaskedIban iban={view.iban} />
    </Card>
  )
}

function PayerPicker({ view }: { view: PickedPayment }) {
  const t = useTranslations('payment')
  const formats = useFormats()
  const { accounts, unavailable } = view
  const [first] = accounts
  const end = ({ balance }: PayerOption) => (balance ? formats.money(balance) : null)
  return (
    <>
      {first ? null : <p className="mb-3">{t('noPayer')}</p>}
      {view.balancesMissing ? <p className="mb-2 text-muted text-small">{t('balancesMissing')}</p> : null}
      {first && accounts.length === 1 ? (
        <SoleAccount
          detail={<PayerDetail account={first} />}
          end={end(first)}
          id={first.id}
          label={first.name}
          name="accountId"
        />
      ) : null}
      {accounts.length > 1 ? (
        <fieldset aria-labelledby="from" className="min-w-0">
          <MissingFault name="accountId">
            <div className="mb-2.5">
              <Notice alert={true} tone="danger">
                {t('choose')}
              </Notice>
            </div>
          </MissingFault>
          <div className="grid gap-2.5">
            {accounts.map((account) => (
              <ChoiceRow
                defaultChecked={account.chosen}
                detail={<PayerDetail account={account} />}
                end={end(account)}
                key={account.id}
                label={account.name}
                name="accountId"
                type="radio"
                value={account.id}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <GreyedAccounts
        accounts={unavailable.map(({ reason, ...account }) => ({ ...account, why: t('cannot', { reason }) }))}
        label={t('unavailable')}
      />
    </>
  )
}

function PayerDetail({ account }: { account: PayerOption }) {
  const t = useTranslations('payment')
  return (
    <>
      <MaskedIban iban={account.iban} />
      {account.joint ? ` · ${t('joint')}` : null}
      {account.short ? <span className="block">{t('short')}</span> : null}
    </>
  )
}
