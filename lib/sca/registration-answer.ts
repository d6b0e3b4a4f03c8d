import { z } from 'zod'
import { attachment, base64url, noExtensions } from './assertion-answer'

const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])

/** What the script posts after a passkey was made: the members of `RegistrationResponseJSON`. */
export const RegistrationAnswer = z.strictObject({
  challengeId: z.uuid(),
  response: z.strictObject({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.literal('public-key'),
    authenticatorAttachment: attachment,
    clientExtensionResults: noExtensions,
    response: z.strictObject({
      clientDataJSON: base64url(4000),
      attestationObject: base64url(20_000),
      authenticatorData: base64url(8000).optional(),
      // A transport that browsers invent later is left out, not a reason to refuse the passkey.
      transports: z
        .array(z.string().max(40))
        .max(20)
        .optional()
        .transform((given) => (given ?? []).flatMap((name) => transport.safeParse(name).data ?? [])),
      publicKeyAlgorithm: z.number().int().optional(),
      publicKey: base64url(8000).optional(),
    }),
  }),
})

export type RegistrationResponse = z.output<typeof RegistrationAnswer>['response']
