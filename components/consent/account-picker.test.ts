import { NextIntlClientProvider } from 'next-intl'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { OFFERED } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { ACCOUNT_GROUPS } from '@/lib/consent/arrange-accounts'
import { AccountPicker } from './account-picker'
import type { AccountOption, ManyAccounts } from './account-view'

const MANY: ManyAccounts = { find: 'x', found: 1, of: 9, action: '/keep', balancesHidden: true }
const accounts = Array.from(
  { length: 9 },
  (_, place): AccountOption => ({
    id: `account-${place}`,
    name: `Number ${place}`,
    iban: 'DK5000400440116243',
    joint: false,
    balance: { amount: '1.00', currency: 'EUR' },
    chosen: place === 3,
    sharedNow: false,
    sharedBefore: false,
    others: [],
    group: ACCOUNT_GROUPS[place % 3] ?? 'own',
    meant: place === 0,
  }),
)

function drawn(many: ManyAccounts | null, locale: (typeof OFFERED)[number] = 'en'): string {
  const children = createElement(AccountPicker, { accounts, unavailable: [], many, labelledBy: 'accounts' })
  const around = { locale, messages: messagesOf(locale), timeZone: 'UTC', children }
  return renderToStaticMarkup(createElement(NextIntlClientProvider, around))
}

test.each(OFFERED)(
  '%s: of many, what is meant and what is ticked is in sight, and nothing else',
  (locale) => {
    const page = drawn(MANY, locale)
    expect(page.match(/account-\d/g)).toEqual(['account-0', 'account-3'])
    expect(page).toMatch(/<input[^>]*value="account-3"[^>]*checked|checked=""[^>]*value="account-3"/)
    expect(page).not.toMatch(/approval\.|\{count|\{words/)
  },
)

test('the first button of the form searches, by an address that decides nothing', () => {
  expect(drawn(MANY).match(/<button[^>]*>/)?.[0]).toMatch(/formAction="\/keep"/i)
})

test('few stand in one list, with nothing to search or to hide', () => {
  expect(drawn(null)).not.toMatch(/type="search"|name="balances"|<legend/)
})
