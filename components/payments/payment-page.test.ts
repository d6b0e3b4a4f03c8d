import { expect, test } from 'vitest'
import { drawnPayment, textOf } from '@/e2e/fixtures/drawn-approval'
import { OFFERED } from '@/i18n/languages'
import type { NamedPayment, PayeeWords, PickedPayment } from './payment-view'

const NAMED: NamedPayment = {
  kind: 'named',
  iban: 'DK5000400440116243',
  money: { amount: '249.00', currency: 'EUR' },
  creditor: { name: 'Cykelbutik ApS', iban: 'DE89370400440532013000' },
  payee: { result: 'match', name: null },
  notBank: null,
  instant: false,
  executeOn: '2026-12-01',
  reference: 'Order 1042',
  tpp: {
    id: 'PSDNL-DNB-LANE',
    name: 'PayLane',
    legalName: 'PayLane B.V.',
    authority: 'De Nederlandsche Bank',
    roles: ['PSP_PI'],
    checkedAt: null,
    registerUrl: null,
  },
  pay: { by: 'passkey', optionsUrl: '/options', resultUrl: '/result', fields: { shown: 'digest' } },
  decline: { action: '/refuse' },
}

test('the page is read as a bill is: how much, to whom, from where, when, what for, what it costs, who asks', () => {
  const text = textOf(drawnPayment(NAMED, 'en'))
  const order = [
    '€249.00',
    'Cykelbutik ApS',
    'DE89370400440532013000',
    'the name of the account’s holder',
    'DK50',
    'On 1 December 2026',
    'PayLane writes: “Order 1042”',
    'No fee',
    'PayLane B.V., licensed to start payments',
    'if either changes, nothing is paid',
    'Pay €249.00',
    'Don’t pay',
  ]
  // Before the amount stands only who asks.
  const page = text.slice(text.indexOf('Payment of'))
  const places = order.map((words) => page.indexOf(words))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((one, other) => one - other))
})

const CHECKS: [PayeeWords, string][] = [
  [{ result: 'match', name: null }, 'This is the name'],
  [{ result: 'close-match', name: 'Cykelbutikken ApS' }, 'Cykelbutikken ApS, which is nearly the same name'],
  [{ result: 'no-match', name: null }, 'This is not the name'],
  [{ result: 'unavailable', name: null }, 'We couldn’t check'],
]

test.each(CHECKS)(
  'a name check that says %o asks for a tick only where the name is another’s',
  (payee, words) => {
    const page = drawnPayment({ ...NAMED, payee }, 'en')
    expect(textOf(page)).toContain(words)
    const asked = page
      .match(/<(input|select|textarea)\b[^>]*>/g)
      ?.filter((one) => !one.includes('type="hidden"'))
    expect(asked).toHaveLength(payee.result === 'no-match' ? 1 : 0)
    expect(page).not.toMatch(/ (checked|required)=/)
    expect(page.match(/<button\b/g)).toHaveLength(2)
  },
)

const NOT_BANK = {
  en: 'This is not Nordhavn Bank.',
  de: 'Das ist nicht Nordhavn Bank.',
  fr: 'Ce n’est pas Nordhavn Bank.',
  el: 'Δεν πρόκειται για την Nordhavn Bank.',
} as const

test.each(Object.entries(NOT_BANK))(
  'a payee called like the bank is said not to be it: %s',
  (locale, words) => {
    const creditor = { ...NAMED.creditor, name: 'Nordhavn Bank Security account' }
    const like = {
      ...NAMED,
      creditor,
      payee: { result: 'unavailable', name: null } as const,
      notBank: 'Nordhavn Bank',
    }
    expect(textOf(drawnPayment(like, locale as keyof typeof NOT_BANK))).toContain(words)
    expect(textOf(drawnPayment(NAMED, locale as keyof typeof NOT_BANK))).not.toContain('Nordhavn Bank')
  },
)

test('what is written to the payee stands as the words of whoever asks, in each language', () => {
  const reference = 'Fraud stop: your account is at risk. Call +45 70 00 00 00'
  for (const locale of OFFERED)
    expect(drawnPayment({ ...NAMED, reference }, locale)).toMatch(
      /<bdi>PayLane<\/bdi>[^<>]{3,20}[“„«]\u00a0?<bdi>Fraud stop:[^<>]*<\/bdi>/,
    )
})

test('of several accounts none is chosen, the only one is; without one there is nothing to pay with', () => {
  const account = {
    id: 'one',
    name: 'Everyday',
    iban: NAMED.iban,
    joint: false,
    balance: null,
    short: false,
    chosen: false,
  }
  const common = { customer: 'Anna', switchHref: '/', second: false, unavailable: [], lost: null }
  const drawnWith = (accounts: PickedPayment['accounts']) => {
    const { iban: _, ...asked } = NAMED
    return drawnPayment({ ...asked, ...common, kind: 'pick', accounts, balancesMissing: false }, 'en')
  }
  const several = drawnWith([account, { ...account, id: 'two' }])
  expect(several.match(/type="radio"/g)).toHaveLength(2)
  expect(several).not.toContain(' checked=')
  expect(drawnWith([{ ...account, chosen: true }])).toContain('name="accountId" value="one"')
  const none = drawnWith([])
  expect(none).not.toContain('Pay €')
  expect(none.match(/<button\b/g)).toHaveLength(1)
})
