import { findAuthority } from '@/lib/eidas/authorities'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'

/** The authority that an organizationIdentifier of the seed names. Throws when the register has none. */
export function authorityOf(organizationIdentifier: string) {
  const identity = readOrganizationIdentifier(organizationIdentifier)
  const authority = identity && findAuthority(identity.authorityId)
  if (!authority || identity.canonical !== organizationIdentifier)
    throw new Error(`${organizationIdentifier} names no authority of the register`)
  return authority
}
