import { z } from 'zod'

const ACCOUNTS_MAX = 100

/** The ticked accounts: a list from the passkey's script; none, one or several of one name from a plain form. */
export const Choice = z.strictObject({
  accountIds: z
    .union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(ACCOUNTS_MAX)])
    .optional()
    .transform((ids) => ids ?? []),
})
