import { z } from 'zod'

/** Base64url as browsers send it; the cap is far above what an authenticator makes. */
export const base64url = (charactersMax: number) =>
  z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(/^[A-Za-z0-9_-]+$/)

/** Results of extensions are not asked for and not kept. */
export const noExtensions = z
  .record(z.string(), z.unknown())
  .optional()
  .transform(() => ({}))

export const attachment = z
  .enum(['platform', 'cross-platform'])
  .nullish()
  .transform((value) => value ?? undefined)

/** What the script posts after a passkey answered: exactly the members of `AuthenticationResponseJSON`. */
export const AssertionAnswer = z.strictObject({
  challengeId: z.uuid(),
  response: z.strictObject({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.literal('public-key'),
    authenticatorAttachment: attachment,
    clientExtensionResults: noExtensions,
    response: z.strictObject({
      clientDataJSON: base64url(4000),
      authenticatorData: base64url(4000),
      signature: base64url(4000),
      userHandle: base64url(100)
        .nullish()
        .transform((value) => value ?? undefined),
    }),
  }),
})

export type AssertionResponse = z.output<typeof AssertionAnswer>['response']
