import { z } from 'zod'
import type { NoticeCursor } from '@/lib/notices/find-notices'

/** Where a page of notices goes on; a place that nobody could have been given, or two, is the beginning. */
export function readPlace(text: string | string[] | undefined): NoticeCursor | null {
  const [at = '', id = ''] = typeof text === 'string' ? text.split('~') : []
  return Cursor.safeParse({ at, id }).data ?? null
}

/** The page from a place on. */
export const noticesHref = (before: NoticeCursor | null) =>
  before === null ? '/notices' : `/notices?${new URLSearchParams({ before: `${before.at}~${before.id}` })}`

const Cursor = z.object({
  at: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/),
  id: z.uuid(),
})
