import 'server-only'
import { z } from 'zod'
import type { ListSigner } from '@/lib/eidas/list-signers'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { PSP_ROLES } from '@/lib/eidas/qualified-certificate'
import { readSignedStatement } from '@/lib/eidas/signed-statement'

/** Some thousand institutions with all that is told of them. */
export const REGISTER_BYTES_MAX = 32 * 1024 * 1024

const SNAPSHOT = z.object({
  source: z.string().min(1).max(200),
  institutions: z.array(
    z.looseObject({
      id: z.string(),
      status: z.enum(['active', 'withdrawn']),
      /** Those of now. */
      roles: z.array(z.enum(PSP_ROLES)),
      withdrawnAt: z.iso.datetime().nullish(),
      reason: z.string().nullish(),
    }),
  ),
})

/**
 * Reads a snapshot of a register of payment institutions: a signed statement of type `placet-register+jws` (docs/operating.md).
 * Throws a sentence: a snapshot of which a part cannot be read is none, as what is missing would be a refusal.
 */
export async function readRegisterSnapshot(
  body: Buffer,
  signers: readonly ListSigner[],
): Promise<RegisterSnapshot> {
  if (body.length > REGISTER_BYTES_MAX) throw new Error('it is too large')
  const { content, ...issue } = await readSignedStatement({ body, type: 'placet-register+jws', signers })
  const snapshot = SNAPSHOT.safeParse(content)
  if (!snapshot.success) throw new Error('it is signed and not as defined', { cause: snapshot.error })
  const institutions = new Map<string, RegisteredInstitution>()
  for (const institution of snapshot.data.institutions) {
    const id = readOrganizationIdentifier(institution.id)?.canonical
    if (!id) throw new Error(`it has an institution ${institution.id.slice(0, 60)}, which is no identifier`)
    if (institutions.has(id)) throw new Error(`it has ${id} twice`)
    institutions.set(id, institution)
  }
  if (institutions.size === 0) throw new Error('it is empty')
  return { ...issue, source: snapshot.data.source, institutions }
}

/** `institutions` by canonical organizationIdentifier. */
export type RegisterSnapshot = {
  sequence: number
  issuedAt: Date
  nextUpdate: Date
  source: string
  institutions: ReadonlyMap<string, RegisteredInstitution>
}
export type RegisteredInstitution = z.infer<typeof SNAPSHOT>['institutions'][number]
