import type { AccountRight } from '@/lib/consent/use-consent'
import type { Account, Balance, CardAccount, PaymentAccount } from '@/lib/core-banking/account'

/** An account as one consent lets it be seen. `balances` null: not asked for, or not allowed. */
export type AccountView<Kind extends Account = Account> = {
  account: Kind
  right: AccountRight
  balances: Balance[] | null
}
export type PaymentView = AccountView<PaymentAccount>
export type CardView = AccountView<CardAccount>
