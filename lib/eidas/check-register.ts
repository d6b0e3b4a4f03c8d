import type { Check } from '@/lib/eidas/certificate-check'
import type { PspRole, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'

/** Step `register`: what the authority says now, as a certificate tells only what held when it was issued. */
export const REGISTER_CHECKS: readonly Check<Registered>[] = [
  {
    name: 'registered',
    reason: 'AUTHORISATION_NOT_FOUND',
    fault: ({ entry, certificate: { organizationIdentifier, authority } }) =>
      entry
        ? null
        : `The register has no institution ${organizationIdentifier}. Ask ${authority.name} to have it entered, or the bank which register it reads.`,
  },
  {
    name: 'authorised',
    reason: 'AUTHORISATION_WITHDRAWN',
    fault: ({ entry, certificate: { authority } }) =>
      entry?.status === 'withdrawn'
        ? `The register says that the authorisation was withdrawn. Ask ${authority.name}.`
        : null,
  },
  {
    name: 'role-registered',
    reason: 'ROLE_NOT_IN_REGISTER',
    fault: ({ entry, certificate: { roles, authority } }) =>
      entry && roles.length > 0 && !roles.some((role) => entry.roles.includes(role))
        ? `The register grants none of the roles of the certificate (${roles.join(', ')}). Ask ${authority.name}.`
        : null,
  },
]

/** What the register says of the certificate's holder, read by organizationIdentifier. `asOf` is the age of the snapshot. */
export type RegisterFinding = {
  policy: 'enforce' | 'warn' | 'off'
  entry: { status: 'active' | 'withdrawn'; roles: readonly PspRole[] } | null
  source: string | null
  asOf: Date | null
  /** Why nothing can be said; absent where something can. */
  note?: string
}

export type Registered = RegisterFinding & { certificate: QualifiedCertificate }
