import 'server-only'
import { z } from 'zod'
import { getCardAccount } from '@/lib/accounts/get-account'
import { listCardAccounts } from '@/lib/accounts/list-accounts'
import { listCardBalances } from '@/lib/accounts/list-balances'
import { listCardTransactions } from '@/lib/accounts/list-transactions'
import { allowRead, only } from './allow-read'
import {
  cardAccountAnswer,
  cardAccountsAnswer,
  cardBalancesAnswer,
  cardTransactionsAnswer,
} from './card-answers'
import { toCardAccountDetails, toCardBalances, toCardTransactions } from './card-shapes'
import { readList } from './read-list'
import { maybeBalance, OF_ANY, OF_LIST, OF_ONE, ofAccounts } from './read-routes'
import { route } from './route'
import { cardTransactionsQuery } from './transactions-query'

/** The reads of card accounts, under the same consents as those of payment accounts. */
export const cardRoutes = [
  route({
    ...ofAccounts,
    operationId: 'listCardAccounts',
    summary: 'List the card accounts that a consent covers',
    path: '/v1/card-accounts',
    right: 'accounts',
    query: maybeBalance,
    answers: { 200: cardAccountsAnswer },
    refusals: OF_ANY,
    handle: async (call) => {
      const withBalance = call.query.withBalance === 'true'
      const { accounts: rights } = await allowRead(call, { endpoint: 'card-accounts', withBalance })
      const accounts = await listCardAccounts({ rights, withBalance })
      const cardAccounts = accounts.map((view) => toCardAccountDetails(view, call.origin))
      return { status: 200, body: { cardAccounts } }
    },
  }),
  route({
    ...ofAccounts,
    operationId: 'getCardAccount',
    summary: 'Read one card account that a consent covers',
    path: '/v1/card-accounts/{account-id}',
    right: 'accounts',
    query: maybeBalance,
    answers: { 200: cardAccountAnswer },
    refusals: OF_ONE,
    handle: async (call) => {
      const withBalance = call.query.withBalance === 'true'
      const { accounts } = await allowRead(call, { endpoint: 'account', withBalance })
      const view = await getCardAccount({ right: only(accounts), withBalance })
      return { status: 200, body: { cardAccount: toCardAccountDetails(view, call.origin) } }
    },
  }),
  route({
    ...ofAccounts,
    operationId: 'listCardBalances',
    summary: 'Read the balances of a card account',
    path: '/v1/card-accounts/{account-id}/balances',
    right: 'balances',
    query: z.strictObject({}),
    answers: { 200: cardBalancesAnswer },
    refusals: OF_ONE,
    handle: async (call) => {
      const { accounts } = await allowRead(call, { endpoint: 'balances' })
      return { status: 200, body: toCardBalances(await listCardBalances(only(accounts))) }
    },
  }),
  route({
    ...ofAccounts,
    operationId: 'listCardTransactions',
    summary: 'List the transactions of a card account',
    path: '/v1/card-accounts/{account-id}/transactions',
    right: 'transactions',
    query: cardTransactionsQuery,
    answers: { 200: cardTransactionsAnswer },
    refusals: OF_LIST,
    handle: async (call) => {
      const { page, links } = await readList(call, listCardTransactions)
      const { bookingStatus } = call.query
      return { status: 200, body: toCardTransactions({ page, bookingStatus, origin: call.origin, links }) }
    },
  }),
]
