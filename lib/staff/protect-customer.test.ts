import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { notices } from '@/db/schema/notices'
import { protections } from '@/db/schema/protections'
import { asked, eventsOf, givenConsentLife } from '@/e2e/fixtures/consent-life'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { planAll } from '@/e2e/fixtures/told-notices'
import { consentReference } from '@/lib/consent/consent'
import { keyIdOf } from '@/lib/consent/open-access'
import { findProtection } from '@/lib/psu/find-protection'
import { vaultKey } from '@/lib/vault/vault'
import { protectCustomer } from './protect-customer'
import { mayDo } from './roles'

const { psuId, approve } = await givenConsentLife()
const staffId = await givenColleague('operate')
const WORD = {
  channel: 'phone',
  identity: 'Called back on the number we have.',
  reason: 'Fears the other holder.',
}

const protect = (reference: string, name: string) =>
  protectCustomer({ reference, name, staffId, ...WORD, channel: 'phone', requestId: 'r', now: new Date() })

test('only who operates may protect a customer', () => {
  const may = (['read', 'operate', 'approve', 'audit'] as const).map((role) =>
    mayDo([role], 'customers.protect'),
  )
  expect(may).toEqual([false, true, false, false])
})

test('a reference and a name that do not belong together protect nobody, and neither does half a name', async () => {
  const { consentId } = await asked()
  await approve(consentId)
  const reference = consentReference(consentId)
  for (const [ref, name] of [
    [reference, 'Sam Brandt'],
    [reference, 'Anna'],
    ['CNS-2222-2222', 'Anna Andersen'],
    [consentReference((await asked()).consentId), 'Anna Andersen'],
  ] as const)
    await expect(protect(ref, name)).rejects.toMatchObject({ code: 'resource_unknown' })
  expect(await findProtection(psuId)).toBeNull()
})

test('on the word of a customer: the reason is sealed for them, nobody is told, and nobody reads that staff looked', async () => {
  const { consentId } = await asked()
  await approve(consentId)
  await planAll()
  const before = await database().select().from(notices)
  await protect(consentReference(consentId), ' anna  ANDERSEN ')
  await planAll()
  expect(await database().select().from(notices)).toHaveLength(before.length)
  expect((await eventsOf(consentId)).map(({ type }) => type)).not.toContain('consent.looked-at')
  expect(await findProtection(psuId)).toMatchObject({ by: 'staff' })
  const [row] = await database().select().from(protections).where(eq(protections.psuId, psuId))
  const [event] = await database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.psuId, psuId), eq(auditEvents.type, 'protection.started')))
  expect(event).toMatchObject({ actor: `staff:${staffId}`, consentId: null })
  expect(JSON.stringify(event)).not.toContain('Fears')
  const key = await vaultKey(await keyIdOf(psuId))
  expect(row?.sealedReason && key.open('protections.reason', row.sealedReason)).toEqual(WORD)
  expect(event?.sealedDetail && key.open('audit_events.detail', event.sealedDetail)).toEqual(WORD)
})
