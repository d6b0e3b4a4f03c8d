import { v4 as randomId } from 'uuid'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { useConsent } from '@/lib/consent/use-consent'

vi.hoisted(() => {
  process.env.MARKET_PROFILE = 'explicit-consent'
})
const { closeHotPath } = await import('@/db/hot-path')
const { givenUse, LIST } = await import('@/e2e/fixtures/consent-in-use')
const { givenAccount, givenPsu, givenTpp } = await import('@/e2e/fixtures/given-consent')
const { marketProfile } = await import('@/lib/market-profile')
const { mayLeave } = await import('./disclosure-rule')
const { statePreference, withdrawPreference } = await import('./state-preference')

const TPP = 'PSDNL-DNB-KEPT'
beforeAll(() => givenTpp(TPP))
afterAll(closeHotPath)

test('under a profile that knows it, a standing no outweighs the permission until it is taken back', async () => {
  const { psuId, first, second, use } = await given()
  const seen = () => accountsOf(use(LIST))
  expect(await seen()).toEqual([first, second].sort())
  const actor = `psu:${psuId}` as const
  const account = { psuId, kind: 'never-this-account', about: first, actor } as const
  await statePreference(account)
  await statePreference(account)
  expect(await seen()).toEqual([second])
  expect((await use({ accountId: first, endpoint: 'account' })).refusal?.code).toBe('consent_invalid')
  const thirdParty = { psuId, kind: 'never-this-third-party', about: TPP, actor } as const
  await statePreference(thirdParty)
  expect(await seen()).toEqual([])
  expect(await withdrawPreference(account)).toBe(true)
  expect(await withdrawPreference(account)).toBe(false)
  expect(await withdrawPreference(thirdParty)).toBe(true)
  expect(await seen()).toEqual([first, second].sort())
})

test("somebody else's no keeps nothing of this customer in", async () => {
  const { first, second, use } = await given()
  const other = await givenPsu('Bert')
  const actor = `psu:${other}` as const
  await statePreference({ psuId: other, kind: 'never-this-account', about: first, actor })
  await statePreference({ psuId: other, kind: 'never-this-third-party', about: TPP, actor })
  expect(await accountsOf(use(LIST))).toEqual([first, second].sort())
})

test('who is no customer states nothing, and the strict profile knows no no of the bank’s own', async () => {
  const about = { kind: 'never-this-third-party', about: TPP, actor: 'system' } as const
  await expect(statePreference({ psuId: randomId(), ...about })).rejects.toThrow('is no customer')
  const { psuId, use } = await given()
  marketProfile.standingPreferences = false
  await expect(statePreference({ psuId, ...about })).rejects.toThrow('knows no never-this-third-party')
  await statePreference({ psuId, kind: 'in-files', about: null, actor: 'system' })
  marketProfile.standingPreferences = true
  expect(await accountsOf(use(LIST))).toHaveLength(2)
})

test('no right lets out what no consent of PSD2 gives', () => {
  const right = { accountId: 'x', details: true, balances: true, transactions: true, ownerName: true }
  expect(mayLeave('balances', right)).toBe(true)
  expect(mayLeave('balances', { ...right, balances: false })).toBe(false)
  expect(mayLeave('contact', right)).toBe(false)
  expect(mayLeave('nationalNumber', right)).toBe(false)
})

async function accountsOf(answer: ReturnType<typeof useConsent>): Promise<string[] | undefined> {
  const granted = await answer
  return granted.refusal === null ? granted.accounts.map(({ accountId }) => accountId).sort() : undefined
}

async function given() {
  const psuId = await givenPsu()
  const [first, second] = [await givenAccount({ psuId }), await givenAccount({ psuId })]
  const accounts = [{ accountId: first }, { accountId: second }]
  return { psuId, first, second, ...(await givenUse({ tppId: TPP, psuId, accounts })) }
}
