import { type ZodType, z } from 'zod'

/** One value: alone from a plain form, as a list of one from the passkey's script. */
const one = <T>(schema: ZodType<T>) => z.union([schema, z.tuple([schema]).transform(([value]) => value)])

/**
 * The digest of the page that is answered, the account to pay from where there is a choice, and whether the sentence is ticked
 * that stands where the payee's name is another's.
 */
export const PaymentChoice = z.strictObject({
  shown: one(z.string().regex(/^[\w-]{43}$/)).optional(),
  accountId: one(z.uuid()).optional(),
  accepted: one(z.literal('yes'))
    .optional()
    .transform((ticked) => ticked === 'yes'),
})
