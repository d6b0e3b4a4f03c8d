import { and, eq, like } from 'drizzle-orm'
import { afterAll, describe, expect, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.MARKET_PROFILE = 'explicit-consent'
})
const { database } = await import('@/db/connection')
const { closeHotPath } = await import('@/db/hot-path')
const { auditEvents } = await import('@/db/schema/audit')
const { authenticators } = await import('@/db/schema/authenticators')
const { consentAccounts } = await import('@/db/schema/consent-versions')
const { consents } = await import('@/db/schema/consents')
const { givenUse } = await import('@/e2e/fixtures/consent-in-use')
const { asked, givenConsentLife, OTHER, statusOf, TPP } = await import('@/e2e/fixtures/consent-life')
const { coApprove } = await import('@/e2e/fixtures/co-approve')
const { givenAccount, givenConsent, givenPsu } = await import('@/e2e/fixtures/given-consent')
const { givenPaymentAccount } = await import('@/e2e/fixtures/given-ledger')
const { now } = await import('@/lib/clock')
const { vaultKey } = await import('@/lib/vault/vault')
const { shareIdentity } = await import('@/lib/psu/share-identity')
const { findNeverShared } = await import('@/lib/disclosure/find-never-shared')
const { statePreference } = await import('@/lib/disclosure/state-preference')
const { offeredAccounts } = await import('./choose-accounts')
const { findConsentOfTpp } = await import('./find-consent-of-tpp')
const { neverShare } = await import('./never-share')
const { keyIdOf } = await import('./open-access')
const { takeBackNever } = await import('./take-back-never')

const { approve } = await givenConsentLife()
afterAll(closeHotPath)

const RIGHTS = { card: false, balances: true, transactions: true, ownerName: false }
const account = (about: string) => ({ kind: 'never-this-account', about }) as const
const app = (about: string) => ({ kind: 'never-this-third-party', about }) as const
const say = (psuId: string, never: Parameters<typeof neverShare>[0]['never']) =>
  neverShare({ psuId, never, requestId: 'r' })
const takeBack = async (psuId: string, never: Parameters<typeof neverShare>[0]['never'], change = {}) =>
  takeBackNever({ psuId, never, authenticatedAt: await now(), credentialId: 'x', requestId: 'r', ...change })

/** A customer of this test alone with two accounts. */
async function customer() {
  const psuId = await givenPsu()
  return { psuId, accounts: [await givenAccount({ psuId }), await givenAccount({ psuId })] as const }
}
async function allowed(psuId: string, accountIds: readonly string[]) {
  const { consentId } = await asked()
  const accounts = accountIds.map((accountId) => ({ accountId, ...RIGHTS }))
  await approve(consentId, { psuId, accounts })
  return consentId
}
/** The accounts of the version in force. */
const givenNow = async (consentId: string) => {
  const rows = await database()
    .select({ accountId: consentAccounts.accountId })
    .from(consentAccounts)
    .innerJoin(
      consents,
      and(eq(consents.id, consentAccounts.consentId), eq(consents.version, consentAccounts.version)),
    )
    .where(eq(consents.id, consentId))
  return rows.map(({ accountId }) => accountId)
}
const saidBy = (psuId: string) =>
  database()
    .select({ type: auditEvents.type, tppId: auditEvents.tppId, actor: auditEvents.actor })
    .from(auditEvents)
    .where(and(eq(auditEvents.psuId, psuId), like(auditEvents.type, 'preference.%')))
    .orderBy(auditEvents.at)

describe('refused', () => {
  test("somebody else's account, and a third party that the bank does not know", async () => {
    const [anna, bert] = [await customer(), await customer()]
    for (const never of [account(bert.accounts[0]), app('PSDNL-DNB-NOBODY')])
      await expect(say(anna.psuId, never)).rejects.toMatchObject({ code: 'resource_unknown' })
    expect(await findNeverShared(anna.psuId)).toEqual({ accounts: [], thirdParties: [] })
  })

  test('to take it back without a passkey just now, or with one that has just led somebody in', async () => {
    const { psuId, accounts } = await customer()
    const never = account(accounts[0])
    await say(psuId, never)
    const at = await now()
    const before = new Date(at.getTime() - 6 * 60_000)
    await expect(takeBack(psuId, never, { authenticatedAt: before })).rejects.toMatchObject({
      code: 'session_ended',
    })
    await database()
      .insert(authenticators)
      .values({
        credentialId: 'recovered',
        psuId,
        publicKey: Buffer.from('x'),
        counter: 0,
        transports: [],
        aaguid: '',
        synced: false,
        sealedName: (await vaultKey(await keyIdOf(psuId))).seal('authenticators.name', 'new'),
        failures: 0,
        lockedForGood: false,
        coolsUntil: new Date(at.getTime() + 60_000),
        createdAt: at,
      })
    await expect(takeBack(psuId, never, { credentialId: 'recovered' })).rejects.toMatchObject({
      code: 'cooling_down',
    })
    expect((await findNeverShared(psuId)).accounts).toHaveLength(1)
  })

  test('to allow it all the same: an account, anything with the third party, and who the customer is', async () => {
    const { psuId, accounts } = await customer()
    await say(psuId, account(accounts[0]))
    await expect(allowed(psuId, accounts)).rejects.toMatchObject({ code: 'kept_back' })
    await say(psuId, app(TPP))
    await expect(allowed(psuId, [accounts[1]])).rejects.toMatchObject({ code: 'kept_back' })
    const share = { psuId, tppId: TPP, uid: 'u', requestId: null }
    const alongside = async () => {
      throw new Error('the door had marked it')
    }
    await expect(shareIdentity({ ...share, alongside })).rejects.toMatchObject({ code: 'kept_back' })
  })
})

test('an account that is never shared goes out of everything, is offered no more, and is told of once', async () => {
  const { psuId, accounts } = await customer()
  const [kept, left] = accounts
  const [both, alone] = [
    await allowed(psuId, accounts),
    await givenConsent({ tppId: OTHER, psuId, accounts: [{ accountId: kept }] }),
  ]
  const { ended, dropped } = await say(psuId, account(kept))
  expect([ended, dropped]).toEqual([[alone.consentId], [both]])
  expect([await statusOf(both), await statusOf(alone.consentId)]).toEqual(['valid', 'revokedByPsu'])
  expect(await say(psuId, account(kept))).toMatchObject({ ended: [], dropped: [] })
  const offered = await offeredAccounts({ restrictedTo: null, model: 'bankOffered' }, psuId)
  expect(new Map(offered.map(({ id, ineligible }) => [id, ineligible]))).toEqual(
    new Map([
      [kept, 'kept-back'],
      [left, null],
    ]),
  )
  expect(await takeBack(psuId, account(kept))).toBe(true)
  expect(await takeBack(psuId, account(kept))).toBe(false)
  // Taking it back shares nothing by itself.
  expect(await statusOf(alone.consentId)).toBe('revokedByPsu')
  expect(await statusOf(await allowed(psuId, accounts))).toBe('valid')
  const actor = `psu:${psuId}`
  expect(await saidBy(psuId)).toEqual([
    { type: 'preference.never-stated', tppId: null, actor },
    { type: 'preference.never-withdrawn', tppId: null, actor },
  ])
})

test('a third party with whom nothing is ever shared loses everything of this customer, and nothing of others', async () => {
  const [anna, bert] = [await customer(), await customer()]
  const [own, foreign] = [await allowed(anna.psuId, anna.accounts), await allowed(bert.psuId, bert.accounts)]
  expect((await say(anna.psuId, app(TPP))).ended).toEqual([own])
  expect(await statusOf(foreign)).toBe('valid')
  expect(await findNeverShared(anna.psuId)).toMatchObject({ thirdParties: [{ id: TPP, name: 'Example' }] })
  expect(await saidBy(anna.psuId)).toMatchObject([{ type: 'preference.never-stated', tppId: TPP }])
})

test('said and allowed at once, in whatever order: nothing that is never shared stands as allowed', async () => {
  const { psuId, accounts } = await customer()
  const never = account(accounts[0])
  for (let round = 0; round < 6; round++) {
    const { consentId } = await asked()
    const chosen = accounts.map((accountId) => ({ accountId, ...RIGHTS }))
    const [said, yes] = await Promise.allSettled([
      say(psuId, never),
      approve(consentId, { psuId, accounts: chosen }),
    ])
    expect(said.status).toBe('fulfilled')
    if (yes.status === 'fulfilled') expect(await givenNow(consentId)).toEqual([accounts[1]])
    else expect([yes.reason.code, await statusOf(consentId)]).toEqual(['kept_back', 'received'])
    await takeBack(psuId, never)
  }
})

test('where two words are needed, the no of either keeps it in, and who says never gives no word', async () => {
  const [psuId, second] = [await givenPsu(), await givenPsu('Bert')]
  const holders = [psuId, second].map((holder) => ({ psuId: holder, alone: false }))
  const shared = await givenPaymentAccount({ psuId, holders })
  const consentId = await allowed(psuId, [shared])
  expect(await statusOf(consentId)).toBe('partiallyAuthorised')
  await say(second, account(shared))
  await expect(coApprove(consentId, second)).rejects.toMatchObject({ code: 'kept_back' })
  await takeBack(second, account(shared))
  expect(await coApprove(consentId, second)).toBe('valid')
  await statePreference({ psuId: second, ...account(shared), actor: 'system' })
  expect((await findConsentOfTpp({ consentId, tppId: TPP, now: await now() }))?.access.accounts).toEqual([])
})

test('a no that the desk wrote down keeps in what stands as allowed: reads and consent alike', async () => {
  const { psuId, accounts } = await customer()
  const [kept] = accounts
  const used = await givenUse({ tppId: OTHER, psuId, accounts: accounts.map((accountId) => ({ accountId })) })
  expect((await used.use()).refusal).toBeNull()
  await statePreference({ psuId, ...account(kept), actor: 'system' })
  for (const endpoint of ['account', 'balances', 'transactions'] as const)
    expect((await used.use({ endpoint })).refusal).toMatchObject({ code: 'consent_invalid' })
  const { consentId } = used
  const shown = await findConsentOfTpp({ consentId, tppId: OTHER, now: await now() })
  expect([shown?.status, shown?.access.accounts.length]).toEqual(['valid', 1])
})
