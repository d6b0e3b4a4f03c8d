import { expect, test } from 'vitest'
import { arrangePermissions, type ListQuery, needsRights, PAGE_SIZE } from './arrange-permissions'
import type { PermissionOutline } from './find-permission-outlines'

const at = new Date('2026-11-21T12:00:00Z')
const QUERY: ListQuery = { tab: 'current', search: '', account: null, data: null, group: 'none', page: 1 }
const [SALARY, SAVINGS] = ['salary', 'savings']
const right = (accountId: string) => ({ accountId, balances: true, transactions: false, ownerName: false })

let made = 0
function outline(change: Partial<PermissionOutline> = {}): PermissionOutline {
  made += 1
  return {
    id: `p${made}`,
    reference: `CNS-7F2K-93Q${made}`,
    kind: 'accountInformation',
    recurring: true,
    state: 'active',
    tppId: 'PSDNL-DNB-1',
    brand: 'Saldo',
    legalName: 'Saldo Technologies B.V.',
    endsAt: at,
    lastActionAt: at,
    lastLookedAt: at,
    waitsForOwn: false,
    ownPause: false,
    givenBy: null,
    rights: [right(SALARY)],
    everShared: [SALARY],
    othersAccounts: false,
    ...change,
  }
}
const many = (count: number, change: Partial<PermissionOutline> = {}) =>
  Array.from({ length: count }, () => outline(change))
const idsOf = (list: readonly PermissionOutline[], query: Partial<ListQuery>) =>
  arrangePermissions(list, { ...QUERY, ...query }).placed.map(({ id }) => id)

test('however many there are, a page holds a page, and the counts tell of all', () => {
  const list = [...many(300), ...many(40, { state: 'expired' })]
  const first = arrangePermissions(list, QUERY)
  expect(first.placed).toHaveLength(PAGE_SIZE)
  expect(first).toMatchObject({
    counts: { current: 300, ended: 40 },
    found: 300,
    page: 1,
    pages: 300 / PAGE_SIZE,
  })
  const seen = Array.from({ length: first.pages }, (_, page) => idsOf(list, { page: page + 1 })).flat()
  expect(seen).toEqual(list.slice(0, 300).map(({ id }) => id))
})

test('a page that is not there is the last one', () => {
  expect(arrangePermissions(many(PAGE_SIZE + 2), { ...QUERY, page: 99 })).toMatchObject({ page: 2, pages: 2 })
  expect(arrangePermissions([], { ...QUERY, page: 2 })).toMatchObject({ page: 1, pages: 1, placed: [] })
})

test('a search finds brand, company and reference, without case and marks, and no other tab', () => {
  const [book, other, ended] = [
    outline({ brand: 'Bogføring', legalName: 'Ledger ApS', reference: 'CNS-AAAA-2222' }),
    outline(),
    outline({ brand: 'Bogføring', state: 'expired' }),
  ]
  const list = [book, other, ended]
  for (const search of ['bogforing', 'BOGFØ', ' ledger ', 'cns-aaaa'])
    expect(idsOf(list, { search })).toEqual([book.id])
  expect(idsOf(list, { search: 'bogføring', tab: 'ended' })).toEqual([ended.id])
  expect(idsOf(list, { search: '%' })).toEqual([])
})

test('filters by account and kind of data hold together', () => {
  const both = outline({ rights: [right(SALARY), { ...right(SAVINGS), transactions: true }] })
  const asks = outline({ kind: 'fundsConfirmation' })
  const list = [outline(), both, asks]
  expect(idsOf(list, { account: SAVINGS })).toEqual([both.id])
  expect(idsOf(list, { data: 'transactions' })).toEqual([both.id])
  expect(idsOf(list, { data: 'funds' })).toEqual([asks.id])
  expect(idsOf(list, { account: SAVINGS, data: 'funds' })).toEqual([])
  for (const query of [{ account: SAVINGS }, { data: 'funds' as const }, { group: 'account' as const }])
    expect(needsRights({ ...QUERY, ...query })).toBe(true)
  expect(needsRights({ ...QUERY, group: 'app', search: 'x' })).toBe(false)
})

test('a permission stands under each of its accounts and counts once', () => {
  const both = outline({ rights: [right(SALARY), right(SAVINGS)] })
  const alone = outline()
  const grouped = arrangePermissions([both, alone], { ...QUERY, group: 'account' })
  expect(grouped.found).toBe(2)
  expect(grouped.placed).toEqual([
    { group: SALARY, id: both.id },
    { group: SALARY, id: alone.id },
    { group: SAVINGS, id: both.id },
  ])
})

test('what needs the customer is counted whole and told in part; their own pause and others’ turns are not among it', () => {
  const list = [
    ...many(6, { state: 'expiring' }),
    outline({ state: 'paused' }),
    outline({ state: 'paused', ownPause: true }),
    outline({ state: 'waiting', waitsForOwn: false }),
  ]
  const { attention, seeing } = arrangePermissions(list, { ...QUERY, tab: 'ended' })
  expect(attention.ids).toEqual(list.slice(0, 4).map(({ id }) => id))
  expect(attention.more).toBe(3)
  // All are one third party's, of which six let it look.
  expect(seeing).toBe(1)
})
