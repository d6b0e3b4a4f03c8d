import { z } from 'zod'

/** Base64url as browsers send it; the cap is far above what an authenticator makes. */
export const base64url = (charactersMax: number) =>
  z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(/^[A-Za-z0-9_-]+$/)

/** A member that some browsers leave out and others give as null. */
export const absentOr = <T>(member: z.ZodType<T>) =>
  member
    .nullish()
    .transform((value) => value ?? undefined)
    .optional()

/** Results of extensions are not asked for and not kept. */
export const noExtensions = z
  .record(z.string(), z.unknown())
  .optional()
  .transform(() => ({}))

const KNOWN_ATTACHMENTS = z.enum(['platform', 'cross-platform'])

/** A word that browsers invent later is left out, as WebAuthn 5.1 (`authenticatorAttachment`) wants it read. */
export const attachment = z
  .string()
  .max(40)
  .nullish()
  .transform((value) => KNOWN_ATTACHMENTS.safeParse(value).data)

/**
 * What the script posts after a passkey answered: `AuthenticationResponseJSON`, mostly written by the browser itself
 * (`toJSON`). What is not listed is left out: a member that a browser adds one day must not lock its customers out.
 */
export const AssertionAnswer = z.strictObject({
  challengeId: z.uuid(),
  response: z.object({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.literal('public-key'),
    authenticatorAttachment: attachment,
    clientExtensionResults: noExtensions,
    response: z.object({
      clientDataJSON: base64url(4000),
      authenticatorData: base64url(4000),
      signature: base64url(4000),
      userHandle: absentOr(base64url(100)),
    }),
  }),
})

export type AssertionResponse = z.output<typeof AssertionAnswer>['response']
