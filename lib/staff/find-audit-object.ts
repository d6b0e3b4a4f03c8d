import 'server-only'
import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { developers } from '@/db/schema/developers'
import { psus } from '@/db/schema/psus'
import { staff } from '@/db/schema/staff'
import { tpps } from '@/db/schema/tpps'
import { idEndOfReference } from '@/lib/consent/consent'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const OBJECT = /^(tpp|staff|developer|key|barrier|incident|disclosure|bank):[\x21-\x7e]+$/

/**
 * The rows of the trail about an object, as one condition that one index answers: a permission by its reference or id, a third
 * party by its identifier, a customer, a colleague or a developer by their id, an event by its own. Null where nothing is
 * known by that name.
 */
export async function findAuditObject(reference: string): Promise<SQL | null> {
  if (OBJECT.test(reference)) return eq(auditEvents.subject, reference)
  if (UUID.test(reference)) return byId(reference.toLowerCase())
  const end = idEndOfReference(reference)
  if (end !== null) {
    const found = await database()
      .select({ id: consents.id })
      .from(consents)
      .where(sql`right(${consents.id}::text, 10) = ${end}`)
      .limit(5)
    if (found.length > 0)
      return inArray(
        auditEvents.consentId,
        found.map(({ id }) => id),
      )
  }
  const [tpp] = await database()
    .select({ id: tpps.id })
    .from(tpps)
    .where(eq(tpps.id, reference.toUpperCase()))
  return tpp ? eq(auditEvents.tppId, tpp.id) : null
}

async function byId(id: string): Promise<SQL | null> {
  const db = database()
  const [[consent], [psu], [colleague], [developer], [event]] = await Promise.all([
    db.select({ id: consents.id }).from(consents).where(eq(consents.id, id)),
    db.select({ id: psus.id }).from(psus).where(eq(psus.id, id)),
    db.select({ id: staff.id }).from(staff).where(eq(staff.id, id)),
    db.select({ id: developers.id }).from(developers).where(eq(developers.id, id)),
    db.select({ id: auditEvents.id }).from(auditEvents).where(eq(auditEvents.id, id)).limit(1),
  ])
  if (consent) return eq(auditEvents.consentId, id)
  if (psu) return eq(auditEvents.psuId, id)
  if (colleague) return eq(auditEvents.subject, `staff:${id}`)
  if (developer) return eq(auditEvents.subject, `developer:${id}`)
  return event ? eq(auditEvents.id, id) : null
}
