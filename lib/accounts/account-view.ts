import type { AccountRight } from '@/lib/consent/use-consent'
import type { Account, Balance } from '@/lib/core-banking/account'

/** An account as one consent lets it be seen. `balances` null: not asked for, or not allowed. */
export type AccountView = { account: Account; right: AccountRight; balances: Balance[] | null }
