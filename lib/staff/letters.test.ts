import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { recoveryLetters } from '@/db/schema/recovery-letters'
import { asked, givenConsentLife } from '@/e2e/fixtures/consent-life'
import { givenRecoveryCodes, givenSession, recover } from '@/e2e/fixtures/given-recovery'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { now } from '@/lib/clock'
import { askForLetter } from './ask-for-letter'
import { draftLetter, sendLetter } from './draft-letter'
import { findLetters } from './find-letters'
import { openPermission } from './open-permission'

// Each recovery code costs its slow hash.
const { psuId, stranger, approve } = await givenConsentLife()
const staffId = await givenColleague('operate')
const identity = 'Called back on the number we know'

async function call(opened = true) {
  const { consentId } = await asked()
  await approve(consentId)
  const at = { consentId, staffId, requestId: null, now: await now() }
  if (opened) await openPermission({ ...at, reason: 'They called' })
  return { ...at, psuId, identity }
}

async function newest() {
  const [row] = await database().select().from(recoveryLetters).where(eq(recoveryLetters.psuId, psuId))
  if (!row) throw new Error('No letter waits')
  return row
}

test('nobody puts a letter on the list for somebody whose permission they have not opened, or who is not its customer', async () => {
  const unknown = { code: 'resource_unknown' }
  await expect(askForLetter(await call(false))).rejects.toMatchObject(unknown)
  await expect(askForLetter({ ...(await call()), psuId: stranger })).rejects.toMatchObject(unknown)
  await expect(askForLetter({ ...(await call()), consentId: 'CNS-7K2M-Q4RX' })).rejects.toMatchObject(unknown)
  expect(await findLetters()).toEqual([])
})

test('asked for twice it waits once; who it is for, and how they were known, is on record', async () => {
  await askForLetter(await call())
  await askForLetter(await call())
  expect(await findLetters()).toHaveLength(1)
  const events = await eventsOf('recovery.letter-asked')
  expect(events).toMatchObject([{ actor: `staff:${staffId}` }])
  expect(JSON.stringify(events)).not.toContain(identity)
})

test('a sheet lets nobody in before it was sent; then its code does, and that of no other sheet', async () => {
  const [code = ''] = await givenRecoveryCodes(psuId, await givenSession(psuId, 'one-before'))
  const { id: letterId } = await newest()
  const at = { letterId, staffId, now: await now() }
  const [first, sheet] = [await draftLetter(at), await draftLetter(at)]
  if (!first || !sheet) throw new Error('It does not wait')
  expect(first.code).not.toBe(sheet.code)
  const invalid = { code: 'recovery_invalid' }
  await expect(recover({ letter: sheet.code, code })).rejects.toMatchObject(invalid)
  const sent = { ...at, sealed: sheet.sealed, typed: sheet.code.slice(-4).toLowerCase(), requestId: null }
  const changed = { code: 'request_changed' }
  await expect(sendLetter({ ...sent, typed: first.code.slice(-4) })).rejects.toMatchObject(changed)
  await expect(sendLetter({ ...sent, staffId: randomUUID() })).rejects.toMatchObject(changed)
  await expect(sendLetter({ ...sent, sealed: 'made-up' })).rejects.toMatchObject(changed)
  const late = new Date(at.now.getTime() + 31 * 60_000)
  await expect(sendLetter({ ...sent, now: late })).rejects.toMatchObject(changed)
  const outcomes = await Promise.allSettled([sendLetter(sent), sendLetter(sent)])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await draftLetter(at)).toBeNull()
  expect(await newest()).toMatchObject({ sentBy: `staff:${staffId}` })
  expect(await eventsOf('recovery.letter-issued')).toContainEqual(
    expect.objectContaining({ actor: `staff:${staffId}` }),
  )
  await expect(recover({ letter: first.code, code })).rejects.toMatchObject(invalid)
  expect(await recover({ letter: sheet.code, code })).toMatchObject({ psuId })
})

const eventsOf = (type: string) =>
  database()
    .select({ actor: auditEvents.actor, detail: auditEvents.detail })
    .from(auditEvents)
    .where(and(eq(auditEvents.psuId, psuId), eq(auditEvents.type, type)))
