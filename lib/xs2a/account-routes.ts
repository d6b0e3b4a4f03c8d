import 'server-only'
import { z } from 'zod'
import { getAccount } from '@/lib/accounts/get-account'
import { listAccounts } from '@/lib/accounts/list-accounts'
import { listBalances } from '@/lib/accounts/list-balances'
import { accountAnswer, accountsAnswer, balancesAnswer, transactionsAnswer } from './account-answers'
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

/** Why any read of accounts may be refused; `ofOne` where an account's id stands in the path. */
const ofAny = [
  'token_unknown',
  'token_invalid',
  'token_expired',
  'consent_unknown',
  'consent_invalid',
  'consent_expired',
  'access_exceeded',
] as const
const ofOne = [...ofAny, 'resource_unknown'] as const

/** What a consent lets a third party read. Each handler uses the consent first; nothing is read before. */
export const accountRoutes = [
  route({
    ...ofAccounts,
    operationId: 'listAccounts',
    summary: 'List the accounts that a consent covers',
    path: '/v1/accounts',
    right: 'accounts',
    query: maybeBalance,
    answers: { 200: accountsAnswer },
    refusals: ofAny,
    handle: async (call) => {
      const withBalance = call.query.withBalance === 'true'
      const { accounts: rights } = await allowRead(call, { endpoint: 'accounts', withBalance })
      const accounts = await listAccounts({ rights, withBalance })
      return { status: 200, body: { accounts: accounts.map((view) => toAccountDetails(view, call.origin)) } }
    },
  }),
  route({
    ...ofAccounts,
    operationId: 'getAccount',
    summary: 'Read one account that a consent covers',
    path: '/v1/accounts/{account-id}',
    right: 'accounts',
    query: maybeBalance,
    answers: { 200: accountAnswer },
    refusals: ofOne,
    handle: async (call) => {
      const withBalance = call.query.withBalance === 'true'
      const { accounts } = await allowRead(call, { endpoint: 'account', withBalance })
      const view = await getAccount({ right: only(accounts), withBalance })
      return { status: 200, body: { account: toAccountDetails(view, call.origin) } }
    },
  }),
  route({
    ...ofAccounts,
    operationId: 'listBalances',
    summary: 'Read the balances of an account',
    path: '/v1/accounts/{account-id}/balances',
    right: 'balances',
    query: z.strictObject({}),
    answers: { 200: balancesAnswer },
    refusals: ofOne,
    handle: async (call) => {
      const { accounts } = await allowRead(call, { endpoint: 'balances' })
      return { status: 200, body: toBalances(await listBalances(only(accounts))) }
    },
  }),
  route({
    ...ofAccounts,
    operationId: 'listTransactions',
    summary: 'List the transactions of an account',
    path: '/v1/accounts/{account-id}/transactions',
    right: 'transactions',
    query: transactionsQuery,
    answers: { 200: transactionsAnswer },
    refusals: [...ofOne, 'parameter_not_supported', 'period_invalid'],
    handle: readTransactions,
  }),
]
