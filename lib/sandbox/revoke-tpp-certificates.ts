import 'server-only'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { readRegister, writeRegister } from '@/lib/sandbox/certificate-register'
import { publishRevocationList } from '@/lib/sandbox/publish-revocation-list'

/**
 * Revokes every certificate of an organisation and publishes the list at once. Says how many it newly
 * revoked; none means that the organisation has no valid certificate of the sandbox.
 */
export async function revokeTppCertificates({ folder, organizationIdentifier, now = new Date() }: RevokeTpp) {
  const entries = readRegister(folder)
  const identity = identityOf(organizationIdentifier)
  const isAffected = (entry: (typeof entries)[number]) =>
    identityOf(entry.organizationIdentifier) === identity && !entry.revokedAt
  const revokedAt = now.toISOString()
  writeRegister(
    folder,
    entries.map((entry) => (isAffected(entry) ? { ...entry, revokedAt } : entry)),
  )
  await publishRevocationList({ folder, now })
  return { revoked: entries.filter(isAffected).length }
}

// Two spellings of one authority are one organisation, to the bank and so to its QTSP.
function identityOf(organizationIdentifier: string): string {
  return readOrganizationIdentifier(organizationIdentifier)?.canonical ?? organizationIdentifier
}

type RevokeTpp = { folder: string; organizationIdentifier: string; now?: Date }
