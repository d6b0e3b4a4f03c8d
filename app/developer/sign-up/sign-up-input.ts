import { z } from 'zod'
import { CHOICE } from '@/lib/developers/organisations'
import { RegistrationAnswer } from '@/lib/sca/registration-answer'

/** A form's fields come as lists. An empty institution is one to be made. */
const choice = z
  .strictObject({
    institution: z.tuple([z.string().max(80)]),
    name: z.tuple([z.string().max(60)]),
    roles: z.array(z.string().max(10)).max(3).optional(),
  })
  .transform(({ institution: [institution], name: [name], roles = [] }) =>
    institution ? { institution } : { name, roles },
  )
  .pipe(CHOICE)

export const SignUpOptions = z.strictObject({ fields: choice })
export const SignUpAnswer = RegistrationAnswer.extend({ fields: choice })

const proof = z
  .strictObject({
    proof: z.tuple([z.uuid()]),
    pem: z.tuple([z.string().max(20_000)]),
    signature: z.tuple([z.string().max(2_000)]),
  })
  .transform(({ proof: [proofId], pem: [pem], signature: [signature] }) => ({ proofId, pem, signature }))

export const KeyOptions = z.strictObject({ fields: proof })
export const KeyAnswer = RegistrationAnswer.extend({ fields: proof })
