import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import { statementOf } from '@/lib/core-banking/ledger'
import type { Statement } from '@/lib/core-banking/ledger-port'
import { mayLeave } from '@/lib/disclosure/disclosure-rule'
import { Refusal } from '@/lib/errors'
import type { PaymentView } from './account-view'
import { getAccount } from './get-account'

/** A statement is one document, made whole in memory: so many entries and no more. */
const ENTRIES_MAX = 2_000

/**
 * The booked entries of a period, both days included, with the balances before and after. The consent must give both
 * rights, else `consent_invalid`; a period of more than 2,000 entries is `period_invalid`.
 */
export async function getStatement({ right, from, to }: GetStatement): Promise<AccountStatement> {
  if (!mayLeave('transactions', right) || !mayLeave('balances', right)) throw new Refusal('consent_invalid')
  const [view, statement] = await Promise.all([
    getAccount({ right, withBalance: false }),
    statementOf({ accountId: right.accountId, from, to, limit: ENTRIES_MAX }),
  ])
  if (statement) return { ...view, statement }
  throw new Refusal('period_invalid', {
    path: 'dateFrom',
    text: `The period holds more than ${ENTRIES_MAX} entries. Ask for a shorter one, or for JSON, which comes in pages.`,
  })
}

type GetStatement = { right: AccountRight; from: string; to: string }
export type AccountStatement = PaymentView & { statement: Statement }
