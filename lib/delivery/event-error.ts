import { z } from 'zod'

const DESCRIPTION_LENGTH_MAX = 1_000

/**
 * What a receiver says is wrong with a Security Event Token (RFC 8935, 2.4; RFC 8936, 2.6): `err` is a word of IANA's registry,
 * `description` somebody else's text, which is read and not kept.
 */
export const EventError = z.object({
  err: z
    .string()
    .max(40)
    .regex(/^[a-z0-9_-]+$/i, 'Send a code such as invalid_key.'),
  description: z
    .string()
    .max(DESCRIPTION_LENGTH_MAX)
    .regex(/^[^\0]*$/)
    .optional(),
})
export type EventError = z.infer<typeof EventError>
