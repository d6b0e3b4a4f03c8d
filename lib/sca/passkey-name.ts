import { z } from 'zod'

/**
 * A name for a passkey: plain text in any script; no control and no bidirectional override, which would turn the words around it.
 */
export const RenamePasskey = z.strictObject({
  name: z
    .string()
    .trim()
    .normalize()
    .min(1)
    .max(60)
    .regex(/^[^\p{Cc}\p{Cf}\p{Co}]+$/u),
})
