import 'server-only'
import { and, desc, eq, gt, inArray, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { allowedBy } from '@/lib/consent/allowed-by'
import { customerOf } from '@/lib/consent/customer-of'
import type { Decision, ReceiptKind } from './receipt'

/** The events of a permission that there is a receipt for. */
const RECEIPTS: Partial<Record<EventType, { kind: ReceiptKind; what: Decision }>> = {
  'consent.approved': { kind: 'grant', what: 'allowed' },
  'consent.partially-approved': { kind: 'grant', what: 'allowed' },
  'consent.unconfirmed': { kind: 'grant', what: 'allowed' },
  'consent.account-dropped': { kind: 'change', what: 'dropped-account' },
  'consent.shortened': { kind: 'change', what: 'shortened' },
  'consent.paused': { kind: 'change', what: 'paused' },
  'consent.resumed': { kind: 'change', what: 'resumed' },
  'consent.revoked': { kind: 'stop', what: 'stopped' },
  'consent.revoked-by-agent': { kind: 'stop', what: 'stopped' },
  'consent.revoked-by-staff': { kind: 'stop', what: 'stopped-on-your-word' },
  'consent.terminated': { kind: 'stop', what: 'ended-by-third-party' },
  'consent.ended-by-bank': { kind: 'stop', what: 'ended-by-bank' },
  'consent.replaced': { kind: 'stop', what: 'replaced' },
  'consent.expired': { kind: 'stop', what: 'ran-out' },
  'removal.asked': { kind: 'removal', what: 'removal-asked' },
  'removal.answered': { kind: 'removal', what: 'removal-answered' },
}

/** A word and a wish are a customer's own: of another holder's there is no receipt here. */
const OWN = [...typesOf('grant'), ...typesOf('removal')]
const SHARED = [...typesOf('change'), ...typesOf('stop')]

/**
 * The decisions about one permission of a customer that there is a receipt for, newest first: their own word, and what
 * changed or ended the permission, whoever did it. Whose it is stands in the statement; `eventId` narrows to one. A yes that
 * had to be confirmed by somebody else is one receipt. Shown for two years after the end, as the permission is.
 */
export async function findReceipts({ consentId, psuId, eventId }: FindReceipts): Promise<ReceiptEntry[]> {
  const rows = await database()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      type: auditEvents.type,
      actor: auditEvents.actor,
      detail: auditEvents.detail,
    })
    .from(auditEvents)
    .innerJoin(consents, eq(consents.id, auditEvents.consentId))
    .where(
      and(
        eq(auditEvents.consentId, consentId),
        gt(consents.lastActionAt, sql`placet_now() - interval '2 years'`),
        or(
          and(inArray(auditEvents.type, OWN), eq(auditEvents.psuId, psuId)),
          and(inArray(auditEvents.type, SHARED), allowedBy(psuId)),
        ),
      ),
    )
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
  const entries = rows.flatMap((row) => toEntry(row, psuId))
  return entries
    .filter((entry, index) => !isYesSaidBefore(entries, entry, index))
    .filter(({ id }) => eventId === undefined || id === eventId)
}

function toEntry({ id, at, type, actor, detail }: Row, psuId: string): ReceiptEntry[] {
  const receipt = RECEIPTS[type as EventType]
  if (!receipt) return []
  const holder = customerOf(actor as Actor)
  const { version = null, ...removal } = Detail.parse(detail)
  const by =
    holder === null || receipt.kind === 'grant'
      ? byOf(receipt)
      : holder === psuId
        ? 'customer'
        : type === 'consent.revoked-by-agent'
          ? 'agent'
          : 'holder'
  const other = by === 'holder' || by === 'agent' ? holder : null
  return [{ id, at, ...receipt, version, removal, by, holder: other }]
}

/** Who did what no customer did, at least not with their own hand. */
function byOf({ kind, what }: { kind: ReceiptKind; what: Decision }): ReceiptEntry['by'] {
  if (kind === 'grant') return 'customer'
  if (what === 'ended-by-third-party' || what === 'removal-answered') return 'third-party'
  return what === 'ran-out' || what === 'replaced' ? 'clock' : 'bank'
}

/** Newest first: the first time a word was given is the last of its version. */
const isYesSaidBefore = (entries: readonly ReceiptEntry[], { kind, version }: ReceiptEntry, index: number) =>
  kind === 'grant' &&
  entries.slice(index + 1).some((other) => other.kind === 'grant' && other.version === version)

function typesOf(kind: ReceiptKind): string[] {
  return Object.entries(RECEIPTS).flatMap(([type, receipt]) => (receipt.kind === kind ? [type] : []))
}

/** What the details of these events say, each its own part. */
const Detail = z.object({
  version: z.int().optional(),
  removalId: z.uuid().nullable().default(null),
  dueOn: z.string().nullable().default(null),
  answer: z.enum(['deleted', 'partly', 'refused']).nullable().default(null),
})

type Row = { id: string; at: Date; type: string; actor: string; detail: unknown }
type FindReceipts = { consentId: string; psuId: string; eventId?: string }

/**
 * `id` is the event's; `holder` the other customer who did it, as a holder of the account or as somebody who acts for them.
 * `version` is the one that it made, if it made one.
 */
export type ReceiptEntry = {
  id: string
  at: Date
  kind: ReceiptKind
  what: Decision
  version: number | null
  removal: Omit<z.infer<typeof Detail>, 'version'>
  by: 'customer' | 'holder' | 'agent' | 'third-party' | 'bank' | 'clock'
  holder: string | null
}
