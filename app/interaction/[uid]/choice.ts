import { z } from 'zod'
import { Confirmed } from '@/lib/consent/confirm-sharing'

const ACCOUNTS_MAX = 100
const Digest = z.string().regex(/^[\w-]{43}$/)

/** The digest of the page that is answered, the ticked sentence where there is one, and the ticked accounts: a list from the passkey's script; none, one or several of one name from a plain form. */
export const Choice = z.strictObject({
  shown: z.union([Digest, z.tuple([Digest]).transform(([digest]) => digest)]).optional(),
  accountIds: z
    .union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(ACCOUNTS_MAX)])
    .optional()
    .transform((ids) => ids ?? []),
  confirmed: Confirmed,
})
