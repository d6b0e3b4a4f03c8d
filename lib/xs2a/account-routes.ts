import 'server-only'
import { z } from 'zod'
import { getAccount } from '@/lib/accounts/get-account'
import { listAccounts } from '@/lib/accounts/list-accounts'
import { listBalances } from '@/lib/accounts/list-balances'
import {
  accountAnswer,
  accountsAnswer,
  balancesAnswer,
  transactionAnswer,
  transactionsAnswer,
} from './account-answers'
import { toAccountDetails, toBalances } from './account-shapes'
import { allowRead, only } from './allow-read'
import { maybeBalance, OF_ANY, OF_LIST, OF_ONE, ofAccounts } from './read-routes'
import { readTransaction } from './read-transaction'
import { readTransactions } from './read-transactions'
import { route } from './route'
import { transactionsQuery } from './transactions-query'

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
    refusals: OF_ANY,
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
    refusals: OF_ONE,
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
    refusals: OF_ONE,
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
    alternative: 'application/xml',
    refusals: [...OF_LIST, 'requested_formats_invalid'],
    handle: readTransactions,
  }),
  route({
    ...ofAccounts,
    operationId: 'getTransaction',
    summary: 'Read one transaction of an account',
    path: '/v1/accounts/{account-id}/transactions/{transactionId}',
    right: 'transactions',
    query: z.strictObject({}),
    answers: { 200: transactionAnswer },
    refusals: [...OF_ONE, 'period_invalid'],
    handle: readTransaction,
  }),
]
