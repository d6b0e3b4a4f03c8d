import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { consents } from '@/db/schema/consents'
import { tpps } from '@/db/schema/tpps'
import { type ConsentStatus, consentReference, idEndOfReference, statusAt } from '@/lib/consent/consent'

/**
 * The permissions behind a reference as a customer reads it out, or behind an id: what they are, and nothing of whose they
 * are or of which accounts. Two may share a reference, once in a very long while.
 */
export async function findByReference(given: string, now: Date): Promise<MaskedPermission[]> {
  const wanted = given.trim()
  const end = idEndOfReference(wanted)
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)
  if (end === null && !isId) return []
  const rows = await database()
    .select({ consent: consents, brand: applications.brand, legalName: tpps.legalName })
    .from(consents)
    .innerJoin(tpps, eq(tpps.id, consents.tppId))
    .innerJoin(applications, eq(applications.clientId, consents.clientId))
    .where(isId ? eq(consents.id, wanted) : sql`right(${consents.id}::text, 10) = ${end}`)
    .limit(5)
  return rows.map(({ consent, brand, legalName }) => ({
    id: consent.id,
    reference: consentReference(consent.id),
    tppId: consent.tppId,
    brand: brand ?? legalName,
    status: statusAt(consent, now),
    endedByBank: consent.endedByBank,
    kind: consent.kind,
    // A permission that nobody has answered has no customer yet.
    customer: consent.psuId === null ? null : `…${consent.psuId.slice(-4)}`,
    askedAt: consent.createdAt,
    lastActionAt: consent.lastActionAt,
    validUntil: consent.validUntil,
  }))
}

/** `customer` is the end of a pseudonym: enough to tell two apart, nothing to know anybody by. */
export type MaskedPermission = {
  id: string
  reference: string
  tppId: string
  brand: string
  status: ConsentStatus
  endedByBank: boolean
  kind: 'accountInformation' | 'fundsConfirmation'
  customer: string | null
  askedAt: Date
  lastActionAt: Date
  validUntil: string
}
