import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { protections } from '@/db/schema/protections'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenBusiness } from '@/e2e/fixtures/given-mandate'
import { now } from '@/lib/clock'
import { endProtection } from '@/lib/psu/end-protection'
import { startProtection } from '@/lib/psu/start-protection'
import { findJointSharing } from './find-joint-sharing'
import { findTold } from './find-told'
import { revokeConsent } from './revoke-consent'

// CDR10, REG-PSR U6: each holder sees that the joint account is shared and by whom; GDPR Art. 5(1)(c): no more than that.

let maja: string
let sam: string
let tppId: string
let joint: string

beforeEach(async () => {
  ;[maja, sam] = [await givenPsu('Maja'), await givenPsu('Sam')]
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo')
  joint = await givenPaymentAccount({
    psuId: maja,
    holders: [maja, sam].map((psuId) => ({ psuId, alone: true })),
  })
})

const shares = async (given: Partial<Parameters<typeof givenConsent>[0]> = {}) =>
  (await givenConsent({ tppId, psuId: maja, accounts: [{ accountId: joint }], ...given })).consentId
const seenBy = async (psuId: string, otherHoldersSeeThirdParty = false) =>
  (await findJointSharing(psuId, { otherHoldersSeeThirdParty })).flatMap(({ sharing }) => sharing)
const protect = (psuId: string) => startProtection({ psuId, staff: null, requestId: null })
const allowsToo = async (consentId: string, psuId: string) => {
  const at = await now()
  await database()
    .insert(authorisations)
    .values({
      ...{ id: randomUUID(), resourceId: consentId, psuId, createdAt: at, updatedAt: at },
      ...{ resourceKind: 'consent', approach: 'redirect', scaStatus: 'finalised' },
    })
}

describe('not shown', () => {
  test('to a stranger, and of an account that is not held together', async () => {
    await shares()
    const own = await givenPaymentAccount({ psuId: maja })
    await shares({ accounts: [{ accountId: own }] })
    expect(await findJointSharing(await givenPsu('Nobody'))).toEqual([])
    expect(await seenBy(sam)).toHaveLength(1)
  })

  test('what has ended, is over by the clock, was given once and used, or only asks for funds', async () => {
    await revokeConsent({ consentId: await shares(), psuId: maja, requestId: null })
    await shares({ endsAt: new Date((await now()).getTime() - 1_000) })
    await shares({ recurring: false, readsLeft: 0 })
    await shares({ kind: 'fundsConfirmation' })
    await shares({ status: 'partiallyAuthorised' })
    expect(await findJointSharing(sam)).toEqual([{ accountId: joint, others: [maja], sharing: [] }])
  })

  test('what one has allowed oneself: that stands in the own list', async () => {
    await shares()
    const together = await shares()
    await allowsToo(together, sam)
    expect(await seenBy(maja)).toEqual([])
    expect(await seenBy(sam)).toHaveLength(1)
  })

  test('the third party, where the market keeps it to whoever shares', async () => {
    await shares()
    expect(await seenBy(sam)).toMatchObject([{ by: [maja], app: null }])
    expect(JSON.stringify(await findJointSharing(sam))).not.toContain('Saldo')
  })

  test('to whoever held the account once and does no longer', async () => {
    await shares()
    await database().execute(
      `update ledger_holders set ends_at = now() - interval '1 day' where psu_id = '${sam}'`,
    )
    expect(await findJointSharing(sam)).toEqual([])
  })
})

describe('of a protected customer', () => {
  test('nothing is seen, neither of before nor of after, and nothing is left in its place', async () => {
    const never = await findJointSharing(sam)
    await shares()
    await protect(maja)
    await shares()
    expect(await findJointSharing(sam)).toEqual(never)
  })

  test('what another holder shares of the same account is seen as ever', async () => {
    const ole = await givenPsu('Ole')
    const ofThree = await givenPaymentAccount({
      psuId: maja,
      holders: [maja, sam, ole].map((psuId) => ({ psuId, alone: true })),
    })
    await protect(maja)
    await shares({ accounts: [{ accountId: ofThree }] })
    await shares({ psuId: sam, accounts: [{ accountId: ofThree }] })
    expect(await seenBy(ole)).toMatchObject([{ by: [sam] }])
    expect(await seenBy(maja)).toMatchObject([{ by: [sam] }])
  })

  test('what was kept stays kept when it is lifted: only what is shared afterwards comes to light', async () => {
    await shares()
    await protect(maja)
    await shares()
    await endProtection({ psuId: maja, sessionId: randomUUID(), requestId: null })
    expect(await seenBy(sam)).toEqual([])
    await shares()
    expect(await seenBy(sam)).toHaveLength(1)
  })

  test('what they are told beforehand is the same, word for word, protected or not', async () => {
    const consentId = await shares()
    const before = await findTold({ psuId: maja, consentIds: [consentId] })
    const toSam = await findTold({ psuId: sam, consentIds: [await shares({ psuId: sam })] })
    await protect(maja)
    expect(await findTold({ psuId: maja, consentIds: [consentId] })).toEqual(before)
    expect(await findTold({ psuId: sam, consentIds: [await shares({ psuId: sam })] })).toEqual(toSam)
  })

  test('starting twice, or at once, is starting once; ending what is not in force changes nothing', async () => {
    await Promise.all([protect(maja), protect(maja), protect(maja)])
    const rows = async () =>
      (await database().select().from(protections)).filter(({ psuId }) => psuId === maja)
    expect(await rows()).toHaveLength(1)
    const end = { psuId: maja, sessionId: randomUUID(), requestId: null }
    await endProtection(end)
    await endProtection(end)
    expect((await rows()).map(({ endedAt }) => endedAt !== null)).toEqual([true])
  })
})

test('each holder sees by whom and since when, and with whom where the market wants that', async () => {
  const consentId = await shares()
  const [seen] = await seenBy(sam, true)
  expect(seen).toMatchObject({ by: [maja], app: 'Saldo' })
  expect(seen?.since).toBeInstanceOf(Date)
  expect(await findTold({ psuId: maja, consentIds: [consentId] })).toEqual({
    allowed: [],
    hold: [sam],
    business: false,
  })
})

test('who has allowed it, too, is told; of a business’s account whoever has a mandate is', async () => {
  const consentId = await shares()
  await allowsToo(consentId, sam)
  expect(await findTold({ psuId: maja, consentIds: [consentId] })).toMatchObject({ allowed: [sam], hold: [] })
  await givenBusiness(joint)
  expect(await findTold({ psuId: maja, consentIds: [await shares()] })).toEqual({
    allowed: [],
    hold: [],
    business: true,
  })
  expect(await findJointSharing(sam)).toEqual([])
})
