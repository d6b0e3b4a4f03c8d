import { z } from 'zod'
import { ACTIVITY_KINDS, type ActivityCursor, type ActivityFilter } from '@/lib/activity/activity-entry'

/** What an address of the activity asks for; what it does not understand it leaves out. */
export function readActivityQuery(params: Record<string, string | string[] | undefined>): ActivityQuery {
  const { app, account, kind, day, before } = Query.parse(params)
  return { filter: { tppId: app, accountId: account, kind, day }, before: before ? toCursor(before) : null }
}

/** The same filter as an address: of the page from `before` on, or of the file of that format. */
export function activityHref(
  filter: ActivityFilter,
  { before = null, format = '' }: ActivityPlace = {},
): string {
  const path = format === '' ? '/activity' : '/activity/export'
  const parts = [
    ['app', filter.tppId ?? ''],
    ['account', filter.accountId ?? ''],
    ['kind', filter.kind ?? ''],
    ['day', filter.day ?? ''],
    ['before', before ? fromCursor(before) : ''],
    ['format', format],
  ].filter(([, value]) => value !== '')
  return parts.length === 0 ? path : `${path}?${new URLSearchParams(parts)}`
}

const fromCursor = ({ at, id }: ActivityCursor) => `${at}~${id}`

/** A place somebody made up is a place like any other: the customer's own entries before it. */
function toCursor(text: string): ActivityCursor | null {
  const [at = '', id = ''] = text.split('~')
  return Cursor.safeParse({ at, id }).data ?? null
}

const Cursor = z.object({
  at: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/),
  id: z
    .string()
    .max(80)
    .regex(/^[0-9a-z:A-Z-]+$/),
})

const Query = z.object({
  // The id of a third party, as certificates carry it.
  app: z
    .string()
    .max(100)
    .regex(/^[\w-]+$/)
    .nullable()
    .catch(null),
  account: z.uuid().nullable().catch(null),
  kind: z.enum(ACTIVITY_KINDS).nullable().catch(null),
  day: z.iso
    .date()
    .refine((day) => day > '2000' && day < '2200')
    .nullable()
    .catch(null),
  before: z.string().max(150).nullable().catch(null),
})

type ActivityQuery = { filter: ActivityFilter; before: ActivityCursor | null }
type ActivityPlace = { before?: ActivityCursor | null; format?: string }
