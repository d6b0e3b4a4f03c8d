import 'server-only'
import { publishRevocationList } from '@/lib/sandbox/publish-revocation-list'
import { revokeByOperator } from '@/lib/sandbox/revoke-certificates'

/**
 * Revokes every certificate of an organisation and signs the lists anew. Says how many it newly revoked; none means that the
 * organisation has no valid certificate of the sandbox.
 */
export async function revokeTppCertificates({ folder, organizationIdentifier, now = new Date() }: RevokeTpp) {
  const revoked = await revokeByOperator({ folder, organizationIdentifier, now })
  await publishRevocationList({ folder, now })
  return { revoked: revoked.length }
}

type RevokeTpp = { folder: string; organizationIdentifier: string; now?: Date }
