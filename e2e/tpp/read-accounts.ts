import type { OpenBank } from './bank'
import { AccountList, BalanceList, TransactionList, type WireAccount } from './bank-answers'
import { callXs2a } from './call-xs2a'
import { type ReadAccount, type Snapshot, toSnapshot } from './snapshot'

/**
 * Reads every account of the consent with its balance and its last 90 days. `psuIp` null is a read without the
 * customer: the bank counts those, four a day for each endpoint and account. All or nothing: a refusal in the
 * middle throws, and what was read before stays as it was.
 */
export async function readAccounts({
  bank,
  accessToken,
  consentId,
  psuIp,
  now,
}: ReadAccounts): Promise<Snapshot> {
  const present = psuIp === null ? undefined : { 'psu-ip-address': psuIp }
  const call: Call = { bank, accessToken, headers: { 'consent-id': consentId, ...present } }
  const { accounts } = await callXs2a({ ...call, path: '/v1/accounts?withBalance=true', schema: AccountList })
  const read: ReadAccount[] = []
  for (const account of accounts) {
    const balances = account.balances ?? (await readBalances(call, account))
    read.push({ account, balances, ...(await readTransactions(call, account, now)) })
  }
  return toSnapshot({ accounts: read, readAt: now, attended: psuIp !== null })
}

/** RTS Art. 10a: without a fresh authentication a bank shows no more than the last 90 days, today among them. */
const HISTORY_DAYS = 90
const DAY_MS = 86_400_000
const PAGES_MAX = 50

/** A bank may leave balances out of the list although we may read them. No link means no right: then we do not ask. */
async function readBalances(call: Call, account: WireAccount) {
  if (!account._links?.balances) return []
  const path = `/v1/accounts/${encodeURIComponent(account.resourceId)}/balances`
  return (await callXs2a({ ...call, path, schema: BalanceList })).balances
}

async function readTransactions(call: Call, account: WireAccount, now: Date) {
  const read: Pick<ReadAccount, 'booked' | 'pending'> = { booked: [], pending: [] }
  if (account._links && !account._links.transactions) return read
  const period = new URLSearchParams({
    bookingStatus: 'both',
    dateFrom: day(new Date(now.getTime() - (HISTORY_DAYS - 1) * DAY_MS)),
    dateTo: day(now),
  })
  let path: string | undefined =
    `/v1/accounts/${encodeURIComponent(account.resourceId)}/transactions?${period}`
  for (let page = 0; path !== undefined && page < PAGES_MAX; page += 1) {
    const { transactions }: TransactionPage = await callXs2a({ ...call, path, schema: TransactionList })
    read.booked.push(...transactions.booked)
    read.pending.push(...transactions.pending)
    path = transactions._links?.next?.href
  }
  return read
}

function day(date: Date) {
  return date.toISOString().slice(0, 10)
}

type TransactionPage = ReturnType<typeof TransactionList.parse>
type Call = { bank: OpenBank; accessToken: string; headers: Record<string, string> }
type ReadAccounts = {
  bank: OpenBank
  accessToken: string
  consentId: string
  psuIp: string | null
  now: Date
}
