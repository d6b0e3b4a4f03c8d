import { z } from 'zod'
import { absentOr, attachment, base64url, noExtensions } from './assertion-answer'

const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])

/** What the script posts after a passkey was made: `RegistrationResponseJSON`, read as leniently as an assertion. */
export const RegistrationAnswer = z.strictObject({
  challengeId: z.uuid(),
  response: z.object({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.literal('public-key'),
    authenticatorAttachment: attachment,
    clientExtensionResults: noExtensions,
    response: z.object({
      clientDataJSON: base64url(4000),
      attestationObject: base64url(20_000),
      authenticatorData: absentOr(base64url(8000)),
      // A transport that browsers invent later is left out, not a reason to refuse the passkey.
      transports: z
        .array(z.string().max(40))
        .max(20)
        .nullish()
        .transform((given) => (given ?? []).flatMap((name) => transport.safeParse(name).data ?? [])),
      publicKeyAlgorithm: absentOr(z.number().int()),
      publicKey: absentOr(base64url(8000)),
    }),
  }),
})

export type RegistrationResponse = z.output<typeof RegistrationAnswer>['response']
