import { z } from 'zod'

/** What is to be stopped, as an address or a form says it. */
export const StopQuery = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('all') }),
  z.strictObject({ what: z.literal('third-party'), id: z.string().min(1).max(70) }),
  z.strictObject({ what: z.literal('account'), id: z.uuid() }),
])
export type StopQuery = z.infer<typeof StopQuery>

/** The fields of a query or a form that name it. */
export const stopFields = (stop: StopQuery): Record<string, string> =>
  stop.what === 'all' ? { what: 'all' } : { what: stop.what, id: stop.id }
