import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { findAuthority } from '@/lib/eidas/authorities'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { PSP_ROLES, type PspRole } from '@/lib/eidas/qualified-certificate'
import { PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { SEED_INSTITUTIONS } from '@/lib/sandbox/seed-institutions'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

const INSTITUTIONS = z.array(
  z.object({
    /** The canonical organizationIdentifier. */
    id: z.string(),
    name: z.string(),
    brands: z.array(z.string()),
    country: z.string(),
    authority: z.string(),
    /** What was ever granted; see `rolesNow`. */
    roles: z.array(z.enum(PSP_ROLES)),
    withdrawnRoles: z.array(z.object({ role: z.enum(PSP_ROLES), at: z.iso.datetime(), reason: z.string() })),
    status: z.enum(['active', 'withdrawn']),
    since: z.iso.datetime(),
    withdrawnAt: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  }),
)

/** The register of payment institutions, of all authorities; the seed's before anybody changed it. */
export function readInstitutions(folder: string): Institution[] {
  const path = sandboxPaths(folder).institutions
  if (existsSync(path)) return INSTITUTIONS.parse(JSON.parse(readFileSync(path, 'utf8')))
  return SEED_INSTITUTIONS.map(({ withdrawn, ...seed }) => {
    const institution = newInstitution({ ...seed, since: new Date(seed.since) })
    if (!withdrawn) return institution
    const { role, at, reason } = withdrawn
    if (role) return { ...institution, withdrawnRoles: [{ role, at, reason }] }
    return { ...institution, status: 'withdrawn', withdrawnAt: at, reason }
  })
}

/** Only for who holds the folder (`holdFolder`). */
export function writeInstitutions(folder: string, institutions: readonly Institution[]): void {
  const text = `${JSON.stringify(institutions, null, 2)}\n`
  writeAtomically(sandboxPaths(folder).institutions, text, PRIVATE)
}

/** One institution by either spelling of its identifier. Refused as unknown where there is none. */
export function getInstitution(folder: string, id: string): Institution {
  const canonical = readOrganizationIdentifier(id)?.canonical
  const found = readInstitutions(folder).find((institution) => institution.id === canonical)
  if (found) return found
  throw new TrustRefusal(
    'unknown',
    `No institution ${id} is in the register: see GET /register/institutions, or have its authority add it.`,
  )
}

/** The roles an institution may act in now: none once its authorisation is withdrawn. */
export function rolesNow({ status, roles, withdrawnRoles }: Institution): PspRole[] {
  if (status === 'withdrawn') return []
  return roles.filter((role) => !withdrawnRoles.some((withdrawn) => withdrawn.role === role))
}

/** A row for an institution that is licensed from now on. Refused if its identifier names no listed authority. */
export function newInstitution({ id, name, brands, country, roles, since }: NewInstitution): Institution {
  const identity = readOrganizationIdentifier(id)
  const authority = identity && findAuthority(identity.authorityId)
  if (!identity || !authority)
    throw new TrustRefusal(
      'malformed',
      `${id} is not like PSDNL-DNB-1234, of an authority of the EBA's list.`,
    )
  return {
    id: identity.canonical,
    name,
    brands: [...brands],
    country: country ?? authority.country,
    authority: authority.id,
    roles: PSP_ROLES.filter((role) => roles.includes(role)),
    withdrawnRoles: [],
    status: 'active',
    since: since.toISOString(),
    withdrawnAt: null,
    reason: null,
  }
}

export type Institution = z.infer<typeof INSTITUTIONS>[number]
export type NewInstitution = {
  id: string
  name: string
  brands: readonly string[]
  country?: string | undefined
  roles: readonly PspRole[]
  since: Date
}
