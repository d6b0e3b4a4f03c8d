import type { Transaction } from '@/db/connection'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { consentIdOf, type DrawnConsent } from './draw-consent'
import type { SeededPermission } from './permission'
import type { Times } from './permission-times'
import { PERSONAS } from './personas'
import { seedId } from './seed-id'
import { THIRD_PARTIES } from './third-parties'

/** The trail of one consent, in the order in which it happened. Returns the ids of the events. */
export async function recordLife(
  tx: Transaction,
  permission: SeededPermission,
  times: Times,
  drawn: DrawnConsent,
): Promise<string[]> {
  const tppId = THIRD_PARTIES[permission.tpp].id
  const psuId = PERSONAS[permission.psu].id
  const eventIds: string[] = []
  const record = async (type: EventType, at: Date, actor: Actor, rest: Rest = {}) => {
    const subject = `consent:${drawn.id}` as const
    const requestId = actor === 'system' ? null : seedId(`request:${type}:${permission.key}`)
    const told = { at, type, actor, subject, psuId, tppId, consentId: drawn.id, requestId, ...rest }
    eventIds.push((await recordEvent(tx, told)).eventId)
  }
  const terms = { validUntil: times.validUntil, frequencyPerDay: drawn.frequencyPerDay }
  const { model, recurring } = permission
  // Nobody knew yet whose it would be.
  await record('consent.received', times.askedAt, `tpp:${tppId}`, {
    psuId: null,
    detail: { model, recurring, ...terms },
  })
  if (times.decidedAt === null) return eventIds
  if (drawn.shown === null) {
    await record('consent.refused', times.decidedAt, `psu:${psuId}`)
    return eventIds
  }
  await record('consent.approved', times.decidedAt, `psu:${psuId}`, {
    detail: {
      accounts: permission.accounts.length,
      evidence: model === 'detailed' ? 'signed' : 'session',
      recordHash: drawn.shown.recordHash.toString('base64url'),
      version: 1,
    },
  })
  if (times.endedAt === null) return eventIds
  const { outcome } = permission
  if (outcome.status === 'revokedByPsu') await record('consent.revoked', times.endedAt, `psu:${psuId}`)
  if (outcome.status === 'terminatedByTpp') await record('consent.terminated', times.endedAt, `tpp:${tppId}`)
  if (outcome.status === 'expired') await record('consent.expired', times.endedAt, 'system')
  if (outcome.status === 'replaced')
    await record('consent.replaced', times.endedAt, `psu:${psuId}`, {
      detail: { by: consentIdOf(outcome.by) },
    })
  return eventIds
}

type Rest = { psuId?: null; detail?: Record<string, unknown> }
