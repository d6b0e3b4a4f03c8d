import { createHash } from 'node:crypto'
import { findAuthority } from '@/lib/eidas/authorities'
import type { Presented } from '@/lib/eidas/certificate-check'
import * as names from '@/lib/eidas/distinguished-name'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { ROLE_OIDS } from '@/lib/eidas/qc-statements'
import { PSP_ROLES, type QualifiedCertificate } from '@/lib/eidas/qualified-certificate'

/** What a certificate says of itself, null if it names no known authority. It is true only if the verdict is good. */
export function describeCertificate({ content, psd2, use }: Presented): QualifiedCertificate | null {
  const only = (attribute: string) => names.valuesOf(content.subject, attribute)[0] ?? ''
  const identifier = readOrganizationIdentifier(only(names.ORGANIZATION_IDENTIFIER))
  const authority = identifier && findAuthority(identifier.authorityId)
  if (!authority) return null
  return {
    thumbprint: createHash('sha256').update(content.x509.raw).digest('base64url'),
    use,
    serial: content.serial,
    issuer: names.nameToText(content.issuer),
    subject: {
      commonName: only(names.COMMON_NAME),
      organization: only(names.ORGANIZATION),
      country: only(names.COUNTRY),
    },
    organizationIdentifier: identifier.canonical,
    authority,
    // By OID, never by name. Other bodies may register further roles: they grant nothing here.
    roles: PSP_ROLES.filter((role) => psd2.rolesOfPsp.some(({ oid }) => oid === ROLE_OIDS[role])),
    notBefore: content.x509.validFromDate,
    notAfter: content.x509.validToDate,
  }
}
