import { z } from 'zod'
import { EVENTS, type EventType } from '@/lib/audit/event-catalogue'
import { searchText } from '@/lib/search-text'
import { isUuid } from '@/lib/uuid'

/** Kinds of actors, as they stand before the colon of an actor in the trail, or alone. */
export const ACTOR_KINDS = ['psu', 'tpp', 'staff', 'developer', 'system', 'register', 'anonymous'] as const

const REFERENCE_MAX = 120

// Beyond them a day has no beginning that the database can count from.
const day = z.iso
  .date()
  .refine((one) => one > '2000' && one < '2200')
  .nullable()
  .catch(null)

/** What is asked of the trail, as it stands in an address; what is no such thing asks for nothing. */
const AuditFilterSchema = z.object({
  type: z.string().refine(isEventType).nullable().catch(null),
  actor: z.string().refine(isActorFilter).nullable().catch(null),
  ref: z
    .unknown()
    .optional()
    .transform((text) => searchText(text, REFERENCE_MAX)),
  from: day,
  to: day,
})

/** Reads a filter from an address or a form, leniently: a page of the trail has no wrong address. */
export function readAuditFilter(given: Record<string, unknown>): AuditFilter {
  return AuditFilterSchema.parse(given)
}

/** The same as parameters of an address, only what is asked for. */
export function toAuditQuery(filter: AuditFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** Whether a word is an event that the house knows; the trail may hold older ones. */
export function isEventType(word: string): word is EventType {
  return Object.hasOwn(EVENTS, word)
}

function isActorFilter(word: string): boolean {
  const [kind, id] = word.split(':')
  return id === undefined ? ACTOR_KINDS.some((one) => one === kind) : kind === 'staff' && isUuid(id)
}

/** `actor` is a kind of actor, or `staff:` and the id of one; `ref` names an object; `from` and `to` are days of the bank. */
export type AuditFilter = {
  type: EventType | null
  actor: string | null
  ref: string
  from: string | null
  to: string | null
}
