import { z } from 'zod'
import type { Never } from '@/lib/consent/never-share'

/** What is never to be shared, as an address or a form says it. */
export const NeverQuery = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('third-party'), id: z.string().min(1).max(70) }),
  z.strictObject({ what: z.literal('account'), id: z.uuid() }),
])
export type NeverQuery = z.infer<typeof NeverQuery>

/** The path with what it is about. */
export const neverPath = (path: string, { what, id }: NeverQuery) =>
  `${path}?${new URLSearchParams({ what, id })}`

/** The same in the words of the house. */
export const neverOf = ({ what, id }: NeverQuery): Never => ({
  kind: what === 'account' ? 'never-this-account' : 'never-this-third-party',
  about: id,
})
