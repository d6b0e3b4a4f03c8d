import 'server-only'
import { and, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { postureChecks, postureFindings, posturePlaces } from '@/db/schema/posture'
import { tppCertificates } from '@/db/schema/tpps'
import { type Attestation, findAttestations } from './attestations'
import { byWeight, FINDINGS, type Finding, type FindingCode, isFindingCode } from './finding'
import { judgeSettings } from './judge-settings'
import { findContact, type SecurityContact } from './security-contact'

const GONE_SHOWN = 10

/** Everything that is known of one third party's security: what was seen, what it set, whom it named, what it states. */
export async function findPosture(tppId: string, now: Date): Promise<Posture> {
  const own = eq(postureFindings.tppId, tppId)
  const [[check], places, open, gone, contact, stated, settings] = await Promise.all([
    database().select().from(postureChecks).where(eq(postureChecks.tppId, tppId)),
    database()
      .select()
      .from(posturePlaces)
      .where(eq(posturePlaces.tppId, tppId))
      .orderBy(posturePlaces.place),
    database()
      .select()
      .from(postureFindings)
      .where(and(own, isNull(postureFindings.goneAt))),
    database()
      .select()
      .from(postureFindings)
      .where(and(own, isNotNull(postureFindings.goneAt)))
      .orderBy(desc(postureFindings.goneAt))
      .limit(GONE_SHOWN),
    findContact(tppId),
    findAttestations(tppId, now),
    settingsOf(tppId),
  ])
  const known = { ...settings, hasContact: contact !== null, attestations: stated }
  return {
    checkedAt: check?.checkedAt ?? null,
    places: places.map(({ place, kind, facts, firstSeenAt }) => ({ place, kind, facts, firstSeenAt })),
    findings: byWeight(open.sort((one, other) => one.place.localeCompare(other.place)).flatMap(toSeen)),
    gone: gone.flatMap(toSeen),
    settings: byWeight(judgeSettings(known, new Date())),
    contact,
    attestations: stated,
  }
}

/** How much that weighs is open of each of these third parties; who is not in the answer has nothing. */
export async function countFindings(tppIds: readonly string[]): Promise<Map<string, FindingCount>> {
  if (tppIds.length === 0) return new Map()
  const rows = await database()
    .select({ tppId: postureFindings.tppId, code: postureFindings.code })
    .from(postureFindings)
    .where(and(inArray(postureFindings.tppId, [...tppIds]), isNull(postureFindings.goneAt)))
  const counts = new Map<string, FindingCount>()
  for (const { tppId, code } of rows) {
    const severity = isFindingCode(code) ? FINDINGS[code] : 'advice'
    if (severity === 'advice') continue
    const count = counts.get(tppId) ?? { serious: 0, attention: 0 }
    counts.set(tppId, { ...count, [severity]: count[severity] + 1 })
  }
  return counts
}

async function settingsOf(tppId: string) {
  const [registered, [qwac]] = await Promise.all([
    database().select().from(applications).where(eq(applications.tppId, tppId)),
    database()
      .select({ der: tppCertificates.der, notAfter: tppCertificates.notAfter })
      .from(tppCertificates)
      .where(eq(tppCertificates.tppId, tppId))
      .orderBy(desc(tppCertificates.notAfter))
      .limit(1),
  ])
  return {
    qwac: qwac ?? null,
    applications: registered.map(({ redirectUris, jwks }) => ({ redirectUris, hasKeys: jwks !== null })),
  }
}

/** A code that an older version knew and this one does not is no finding any more. */
function toSeen({
  code,
  place,
  detail,
  foundAt,
  goneAt,
}: typeof postureFindings.$inferSelect): SeenFinding[] {
  return isFindingCode(code) ? [{ code, place, detail, foundAt, goneAt }] : []
}

export type FindingCount = { serious: number; attention: number }
export type SeenFinding = {
  code: FindingCode
  place: string
  detail: Finding['detail']
  foundAt: Date
  goneAt: Date | null
}
export type Posture = {
  /** Null: nobody has looked yet. */
  checkedAt: Date | null
  places: {
    place: string
    kind: 'origin' | 'key'
    facts: Record<string, unknown>
    firstSeenAt: Date
  }[]
  findings: SeenFinding[]
  gone: SeenFinding[]
  settings: Finding[]
  contact: (SecurityContact & { updatedAt: Date }) | null
  attestations: Attestation[]
}
