import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { auditEvents } from '@/db/schema/audit'
import { scaDemands } from '@/db/schema/sca-demands'
import { codeOf, givenUse, LIST } from '@/e2e/fixtures/consent-in-use'
import { asked, givenConsentLife, OTHER, TPP } from '@/e2e/fixtures/consent-life'
import { givenAccount, givenPsu } from '@/e2e/fixtures/given-consent'
import { addDays, bankDay, endOfDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { vaultKey } from '@/lib/vault/vault'
import { demandSca } from './demand-sca'
import { keyIdOf } from './open-access'

const REASON = 'Three logins from two countries within an hour'
const actor = 'staff:fraud-desk'
const { psuId, accountId: account, approve } = await givenConsentLife()
afterAll(closeHotPath)

const given = (change: Partial<Parameters<typeof givenUse>[0]> = {}) =>
  givenUse({ tppId: TPP, psuId, accounts: [{ accountId: account }], ...change })
/** The last instant of the day of the bank that lies so many days back. */
const daysAgo = (days: number) => {
  const day = addDays(bankDay(new Date(), env.BANK_TIME_ZONE), -days)
  return new Date(endOfDay(day, env.BANK_TIME_ZONE).getTime() - 1_000)
}
const textOf = async (answer: ReturnType<Awaited<ReturnType<typeof given>>['use']>) =>
  (await answer).refusal?.text

describe('REG-10A-01, REG-10A-02: authentication for this third party', () => {
  test('181 days after the last one nothing is read until the customer is asked again', async () => {
    const { use } = await given({ scaAt: daysAgo(181) })
    for (const read of [{}, LIST, { psuPresent: true }, { continued: true }])
      expect(await codeOf(use(read))).toBe('consent_expired')
    expect(await textOf(use())).toMatch(/more than 180 days ago/)
  })

  test('on day 180 it is still good, for balances and for transactions of the last 90 days', async () => {
    const { use } = await given({ scaAt: daysAgo(180), approvedAt: daysAgo(180) })
    const transactions = { endpoint: 'transactions', needs: { balances: false, transactions: true } } as const
    const today = bankDay(new Date(), env.BANK_TIME_ZONE)
    expect(await codeOf(use())).toBe('granted')
    expect(await codeOf(use({ ...transactions, historyFrom: addDays(today, -90) }))).toBe('granted')
    expect(await codeOf(use({ ...transactions, historyFrom: addDays(today, -91) }))).toBe('period_invalid')
  })

  test('an approval begins the 180 days of every consent to the same third party anew, and of no other', async () => {
    const mine = await given({ scaAt: daysAgo(181), recurring: false })
    const theirs = await given({ tppId: OTHER, scaAt: daysAgo(181) })
    const { consentId } = await asked({ recurring: false })
    await approve(consentId)
    expect(await codeOf(mine.use())).toBe('granted')
    expect(await codeOf(theirs.use())).toBe('consent_expired')
  })
})

describe('REG-10A-04: a new authentication before its time', () => {
  test('is not demanded without a reason, nor where there is nothing to read', async () => {
    const { use } = await given()
    await expect(demandSca({ psuId, tppId: TPP, reason: '  -  ', actor })).rejects.toMatchObject({
      code: 'format_error',
    })
    for (const stranger of [await givenPsu(), randomUUID()])
      await expect(demandSca({ psuId: stranger, tppId: TPP, reason: REASON, actor })).rejects.toMatchObject({
        code: 'consent_unknown',
      })
    expect(await codeOf(use())).toBe('granted')
  })

  test('stops every read of that customer by that third party until the customer approves again', async () => {
    const [recurring, once] = [await given(), await given({ recurring: false })]
    const another = await givenPsu()
    const anothers = await given({
      psuId: another,
      accounts: [{ accountId: await givenAccount({ psuId: another }) }],
    })
    const elsewhere = await given({ tppId: OTHER })
    await demandSca({ psuId, tppId: TPP, reason: REASON, actor })
    for (const { use } of [recurring, once]) {
      expect(await codeOf(use({ psuPresent: true }))).toBe('consent_expired')
      expect(await textOf(use())).toMatch(/demands that the customer authenticates again/)
    }
    expect(await codeOf(anothers.use())).toBe('granted')
    expect(await codeOf(elsewhere.use())).toBe('granted')
    const { consentId } = await asked({ recurring: false })
    await approve(consentId)
    for (const { use } of [recurring, once]) expect(await codeOf(use())).toBe('granted')
  })

  test('is kept with its reason, sealed, who said so, and when it was met', async () => {
    await given()
    const before = await now()
    await demandSca({ psuId, tppId: TPP, reason: REASON, actor })
    const demands = () =>
      database()
        .select()
        .from(scaDemands)
        .where(and(eq(scaDemands.psuId, psuId), eq(scaDemands.tppId, TPP)))
    const open = (await demands()).filter(({ metAt }) => metAt === null)
    expect(open).toMatchObject([{ demandedBy: actor }])
    const key = await vaultKey(await keyIdOf(psuId))
    const [demand] = open
    expect(demand && demand.demandedAt >= before && key.open('sca_demands.reason', demand.sealedReason)).toBe(
      REASON,
    )
    const events = await database().select().from(auditEvents).where(eq(auditEvents.type, 'sca.demanded'))
    const event = events.find(({ detail }) => detail.demandId === demand?.id)
    expect(event).toMatchObject({ actor, psuId, tppId: TPP })
    expect(JSON.stringify(event?.detail)).not.toContain('countries')
    const { consentId } = await asked()
    await approve(consentId)
    expect((await demands()).filter(({ metAt }) => metAt === null)).toEqual([])
  })
})
