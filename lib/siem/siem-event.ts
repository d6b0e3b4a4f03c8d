import type { auditEvents } from '@/db/schema/audit'
import type { securityEvents } from '@/db/schema/security-events'
import { MASKED, MASKED_DETAILS, splitParty } from '@/lib/staff/mask-party'
import { type SiemClass, siemClassOf } from './siem-classes'

/** What leaves for a SIEM of a row of the trail, whatever the format: nothing sealed, and of persons only pseudonyms of its own. */
export function eventOfTrail(row: TrailRow, pseudonym: Pseudonym): SiemEvent {
  const party = (text: string) => {
    const { kind, id } = splitParty(text)
    return id !== null && MASKED.has(kind) ? `${kind}:${pseudonym(id)}` : text
  }
  const detail = Object.entries(row.detail).map(([name, value]) => [
    name,
    MASKED_DETAILS.has(name) && typeof value === 'string' ? pseudonym(value) : value,
  ])
  return {
    ...siemClassOf(row.type),
    id: row.id,
    at: row.at.toISOString(),
    source: 'audit',
    action: row.type,
    actor: party(row.actor),
    subject: party(row.subject),
    person: row.psuId === null ? null : pseudonym(row.psuId),
    tppId: row.tppId,
    consentId: row.consentId,
    requestId: row.requestId,
    count: 1,
    detail: Object.fromEntries(detail),
  }
}

/** The same of what was turned away: one per rule, caller and minute. Its id is made of these, so that a repetition has the same. */
export function eventOfBlock({ minute, rule, source, count, tppId, requestId }: BlockRow): SiemEvent {
  const from = source.toString('hex').slice(0, PSEUDONYM_LENGTH)
  return {
    ...TURNED_AWAY,
    id: `${minute.toISOString()}/${rule}/${from}`,
    at: minute.toISOString(),
    source: 'security',
    action: rule,
    actor: tppId === null ? `address:${from}` : `tpp:${tppId}`,
    subject: 'door',
    person: null,
    tppId,
    consentId: null,
    requestId,
    count,
    detail: {},
  }
}

export const PSEUDONYM_LENGTH = 32

const TURNED_AWAY = {
  category: ['intrusion_detection'],
  type: ['denied'],
  outcome: 'failure',
  severity: 4,
} as const satisfies SiemClass

/** One way, keyed, the same for the same id: a SIEM can tell two customers apart and name none. */
export type Pseudonym = (id: string) => string
export type TrailRow = Omit<typeof auditEvents.$inferSelect, 'sealedDetail' | 'schemaVersion' | 'writtenIn'>
export type BlockRow = Omit<typeof securityEvents.$inferSelect, 'sealedSource'>

export type SiemEvent = SiemClass & {
  id: string
  at: string
  source: 'audit' | 'security'
  action: string
  actor: string
  subject: string
  person: string | null
  tppId: string | null
  consentId: string | null
  requestId: string | null
  count: number
  detail: Record<string, unknown>
}
