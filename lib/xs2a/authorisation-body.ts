import { z } from 'zod'
import { Refusal } from '@/lib/errors'

const CODE_LENGTH_MAX = 140

/**
 * What a third party may send to start an authorisation or to go on with one. The members of an embedded approval are
 * known by name, so that they are refused for what they are and not as a fault of form; their content is never read.
 */
const embedded = {
  psuData: z.unknown().optional(),
  authenticationMethodId: z.unknown().optional(),
  scaAuthenticationData: z.unknown().optional(),
}

/** `POST …/authorisations`: nothing but an empty object. */
export const startBody = z.strictObject(embedded).transform((body) => ({ embedded: embeddedMemberOf(body) }))

/** `PUT …/authorisations/{authorisationId}`: the code of a plain redirect. */
export const updateBody = z
  .strictObject({
    ...embedded,
    confirmationCode: z
      .string()
      .min(1)
      .max(CODE_LENGTH_MAX)
      .regex(/^[!-~]*$/, 'Send the code of the redirect.')
      .optional(),
  })
  .transform((body) => ({
    embedded: embeddedMemberOf(body),
    confirmationCode: body.confirmationCode ?? null,
  }))

/** The customer authenticates at the bank and nowhere else: what is sent for them is `service_invalid`. */
export function refuseEmbedded({ embedded: path }: { embedded: string | null }): void {
  if (path === null) return
  throw new Refusal('service_invalid', {
    path,
    text: 'The bank offers redirect alone: lead the customer to scaRedirect or scaOAuth, and send nothing of theirs.',
  })
}

function embeddedMemberOf(body: Record<string, unknown>): string | null {
  return Object.keys(embedded).find((name) => body[name] !== undefined) ?? null
}
