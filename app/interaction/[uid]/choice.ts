import { z } from 'zod'
import { FIND_MAX } from '@/lib/consent/arrange-accounts'
import { Confirmed } from '@/lib/consent/confirm-sharing'

/** What is kept of a choice while the page is drawn anew, and what is granted at most at once. */
const ACCOUNTS_MAX = 100
const Digest = z.string().regex(/^[\w-]{43}$/)

/**
 * The digest of the page that is answered, the ticked sentence where there is one, and the ticked accounts: a list from the
 * passkey's script; none, one or several of one name from a plain form. `find`, `all` and `balances` are how a list of many
 * accounts is looked at; they decide nothing.
 */
export const Choice = z.strictObject({
  shown: z.union([Digest, z.tuple([Digest]).transform(([digest]) => digest)]).optional(),
  accountIds: z
    .union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(ACCOUNTS_MAX)])
    .optional()
    .transform((ids) => ids ?? []),
  confirmed: Confirmed,
  find: one(z.string().max(FIND_MAX)),
  all: one(z.literal('yes')),
  balances: one(z.literal('hidden')),
})

/** The passkey's script sends a list of one where a form sends one. */
function one<T extends z.ZodType<string>>(value: T) {
  return z.union([value, z.tuple([value]).transform(([only]) => only)]).optional()
}
