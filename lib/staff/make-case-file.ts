import 'server-only'
import { and, eq, gt } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { makeCase } from '@/lib/evidence/make-case'
import { bankKey } from '@/lib/vault/vault'
import { findOpened, OPEN_MILLIS } from './open-permission'

/**
 * Notes that somebody of the bank makes the case file of a permission, and why: nothing leaves without it. Only who has opened the
 * permission, which its customer reads in their history: else `resource_unknown`.
 */
export async function startCase(input: StartCase): Promise<{ caseId: string }> {
  const { consentId, staffId, reason, requestId, now } = input
  const opened = await findOpened({ consentId, staffId, now })
  if (!opened) throw new Refusal('resource_unknown')
  const { eventId } = await noteCase({
    consentId,
    tppId: opened.permission.tpp.id,
    actor: `staff:${staffId}`,
    reason,
    requestId,
    now,
  })
  return { caseId: eventId }
}

/** The same by a command, for whoever runs the bank: there is nobody signed in to name. */
export async function noteCase({ consentId, tppId, actor, reason, requestId, now }: NoteCase) {
  return database().transaction((tx) =>
    recordEvent(tx, {
      at: now,
      type: 'consent.case-made',
      actor,
      subject: `consent:${consentId}`,
      tppId,
      consentId,
      requestId,
      personal: { reason },
    }),
  )
}

/** A case file that was noted, for who noted it and for fifteen minutes. Throws `resource_unknown`. */
export async function giveCase({ caseId, consentId, staffId, now }: GiveCase): Promise<Buffer> {
  const [noted] = await database()
    .select({ sealed: auditEvents.sealedDetail, actor: auditEvents.actor })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.id, caseId),
        eq(auditEvents.consentId, consentId),
        eq(auditEvents.type, 'consent.case-made'),
        eq(auditEvents.actor, `staff:${staffId}`),
        gt(auditEvents.at, new Date(now.getTime() - OPEN_MILLIS)),
      ),
    )
  if (!noted?.sealed) throw new Refusal('resource_unknown')
  const { reason } = (await bankKey()).open<{ reason: string }>('audit_events.detail', noted.sealed)
  const made = await makeCase({ id: caseId, consentId, madeBy: noted.actor, reason, now })
  if (!made) throw new Refusal('resource_unknown')
  return made
}

type StartCase = {
  consentId: string
  staffId: string
  reason: string
  requestId: string | null
  now: Date
}
type NoteCase = {
  consentId: string
  tppId: string
  actor: `staff:${string}` | 'system'
  reason: string
  requestId: string | null
  now: Date
}
type GiveCase = { caseId: string; consentId: string; staffId: string; now: Date }
