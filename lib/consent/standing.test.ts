import { and, eq, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { holds } from '@/db/schema/holds'
import { psus } from '@/db/schema/psus'
import { asked, givenConsentLife, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { givenConsent, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenLife } from '@/e2e/fixtures/given-life'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { standingOf } from '@/lib/core-banking/ledger'
import { marketProfile } from '@/lib/market-profile'
import { offeredAccounts } from './choose-accounts'
import { findPermissions } from './find-permissions'
import { noteDeceased } from './note-deceased'

const { psuId, accountId, approve } = await givenConsentLife()
const today = bankDay(await now(), brand.timeZone)
const bornYearsAgo = (years: number, days = 0) => {
  const birthday = addDays(today, -days)
  return `${Number(birthday.slice(0, 4)) - years}${birthday.slice(4)}`
}
const FORTY = bornYearsAgo(40)
const heldOf = (consentId: string) =>
  database()
    .select()
    .from(holds)
    .where(and(eq(holds.consentId, consentId), isNull(holds.liftedAt)))

test('nobody shares before the age of the market, and each account says so; on the birthday they do', async () => {
  const { consentId } = await asked()
  await givenLife(psuId, { bornOn: bornYearsAgo(marketProfile.sharesFromAge, -1), diedOn: null })
  expect(await standingOf(psuId)).toBe('minor')
  const offer = { restrictedTo: null, model: 'bankOffered' as const }
  expect((await offeredAccounts(offer, psuId)).map(({ ineligible }) => ineligible)).toEqual(['not-of-age'])
  await expect(approve(consentId)).rejects.toMatchObject({ code: 'not_of_age' })
  expect(await statusOf(consentId)).toBe('received')
  await givenLife(psuId, { bornOn: bornYearsAgo(marketProfile.sharesFromAge), diedOn: null })
  expect((await offeredAccounts(offer, psuId)).map(({ ineligible }) => ineligible)).toEqual([null])
  await approve(consentId)
  expect(await statusOf(consentId)).toBe('valid')
})

test('who has died shares nothing more from that day on, before any job has looked', async () => {
  await givenLife(psuId, { bornOn: FORTY, diedOn: addDays(today, 1) })
  expect(await standingOf(psuId)).toBe('of-age')
  await givenLife(psuId, { bornOn: FORTY, diedOn: today })
  await expect(approve((await asked()).consentId)).rejects.toMatchObject({ code: 'psu_blocked' })
})

test('what rests on the word of who has died is held by the bank, once, and goes on if the books were wrong', async () => {
  const other = await givenPsu()
  const at = await now()
  const consentOf = (psu: string) => givenConsent({ tppId: TPP, psuId: psu, accounts: [{ accountId }] })
  const [{ consentId }, { consentId: anothers }] = [await consentOf(psuId), await consentOf(other)]
  await givenLife(psuId, { bornOn: FORTY, diedOn: today })
  await noteDeceased()
  await noteDeceased()
  expect(await heldOf(consentId)).toMatchObject([{ placedBy: 'bank', psuId: null, reason: 'deceased' }])
  expect(await heldOf(anothers)).toEqual([])
  const statusNow = async () => (await database().select().from(psus).where(eq(psus.id, psuId)))[0]?.status
  expect(await statusNow()).toBe('deceased')
  const [permission] = await findPermissions({ psuId, consentId, now: at })
  expect(permission?.state).toBe('paused')
  const events = () =>
    database()
      .select({ type: auditEvents.type })
      .from(auditEvents)
      .where(and(eq(auditEvents.psuId, psuId), eq(auditEvents.subject, `psu:${psuId}`)))
      .orderBy(auditEvents.at)
  expect(await events()).toEqual([{ type: 'psu.deceased' }])

  await givenLife(psuId, { bornOn: FORTY, diedOn: null })
  await noteDeceased()
  expect(await heldOf(consentId)).toEqual([])
  expect(await statusNow()).toBe('active')
  expect((await events()).map(({ type }) => type)).toEqual(['psu.deceased', 'psu.not-deceased'])
})
