import 'server-only'
import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { PSP_ROLES } from '@/lib/eidas/qualified-certificate'
import { type HeldBy, mustBeOwn } from '@/lib/sandbox/held-by'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import {
  type Institution,
  newInstitution,
  readInstitutions,
  writeInstitutions,
} from '@/lib/sandbox/institutions'
import { note } from '@/lib/sandbox/journal'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

// X.520 ub-common-name and ub-organization-name.
const NAME_LENGTH_MAX = 64
const text = z
  .string()
  .trim()
  .min(1)
  .refine((value) => [...value].length <= NAME_LENGTH_MAX, `at most ${NAME_LENGTH_MAX} characters`)
  .refine((value) => !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(value), 'no control characters')

export const LICENCE = z.strictObject({
  name: text,
  brands: z.array(text).max(5).default([]),
  roles: z.array(z.enum(PSP_ROLES)).min(1).max(PSP_ROLES.length),
  /** The company's seat, if another country than the authority's. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  authorisationNumber: z
    .string()
    .regex(/^[A-Za-z0-9./-]{1,40}$/)
    .optional(),
})

/** An authority licenses a new institution; without a number it gets one. Refused as conflict if the number is taken. */
export async function licenseInstitution({ folder, by, now, licence }: License): Promise<Institution> {
  return await holdFolder(folder, () => {
    const number = licence.authorisationNumber ?? `S${randomInt(10_000_000, 100_000_000)}`
    const institution = newInstitution({ ...licence, id: `PSD${by}-${number}`, since: now })
    mustBeOwn(institution, by)
    const known = readInstitutions(folder)
    if (known.some(({ id }) => id === institution.id))
      throw new TrustRefusal(
        'conflict',
        `${institution.id} is in the register already: choose another number.`,
      )
    writeInstitutions(folder, [...known, institution])
    note(folder, {
      at: now,
      act: 'licensed',
      by,
      institution: institution.id,
      detail: institution.roles.join(' '),
    })
    return institution
  })
}

type License = { folder: string; by: HeldBy; now: Date; licence: z.infer<typeof LICENCE> }
