import 'server-only'
import { z } from 'zod'
import { getAccount } from '@/lib/accounts/get-account'
import { listAccounts } from '@/lib/accounts/list-accounts'
import { listBalances } from '@/lib/accounts/list-balances'
import { toAccountDetails, toBalances } from './account-shapes'
import { allowRead, only } from './allow-read'
import { FLAG } from './read-query'
import { readTransactions } from './read-transactions'
import { route } from './route'
import { transactionsQuery } from './transactions-query'

const maybeBalance = z.strictObject({ withBalance: z.enum(FLAG).optional() })
const ofAccounts = {
  method: 'GET',
  role: 'PSP_AI',
  headers: ['Consent-ID'],
  body: null,
  below: null,
} as const

/** What a consent lets a third party read. Each handler uses the consent first; nothing is read before. */
export const accountRoutes = [
  route({
    ...ofAccounts,
    path: '/v1/accounts',
    right: 'accounts',
    query: maybeBalance,
    handle: async (call) => {
      const withBalance = call.query.withBalance === 'true'
      const { accounts: rights } = await allowRead(call, { endpoint: 'accounts', withBalance })
      const accounts = await listAccounts({ rights, withBalance })
      return { status: 200, body: { accounts: accounts.map((view) => toAccountDetails(view, call.origin)) } }
    },
  }),
  route({
    ...ofAccounts,
    path: '/v1/accounts/{account-id}',
    right: 'accounts',
    query: maybeBalance,
    handle: async (call) => {
      const withBalance = call.query.withBalance === 'true'
      const { accounts } = await allowRead(call, { endpoint: 'account', withBalance })
      const view = await getAccount({ right: only(accounts), withBalance })
      return { status: 200, body: { account: toAccountDetails(view, call.origin) } }
    },
  }),
  route({
    ...ofAccounts,
    path: '/v1/accounts/{account-id}/balances',
    right: 'balances',
    query: z.strictObject({}),
    handle: async (call) => {
      const { accounts } = await allowRead(call, { endpoint: 'balances' })
      return { status: 200, body: toBalances(await listBalances(only(accounts))) }
    },
  }),
  route({
    ...ofAccounts,
    path: '/v1/accounts/{account-id}/transactions',
    right: 'transactions',
    query: transactionsQuery,
    handle: readTransactions,
  }),
]
