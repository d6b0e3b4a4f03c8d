import { AsnConvert } from '@peculiar/asn1-schema'
import {
  AuthorityInfoAccessSyntax,
  Certificate,
  CRLDistributionPoints,
  type GeneralName,
  id_ad_ocsp,
  id_ce_cRLDistributionPoints,
  id_pe_authorityInfoAccess,
} from '@peculiar/asn1-x509'
import type { ParsedCertificate } from '@/lib/eidas/parse-certificate'

/**
 * Where a certificate says that its issuer answers for it: its OCSP responders and its revocation lists. Whoever wrote the
 * certificate wrote these: ask only after the chain step, and only places of the list. What cannot be read is no address, and
 * neither is a list of some reasons or of another issuer (RFC 5280 4.2.1.13): it is not the whole truth.
 */
export function revocationAddresses({ x509 }: ParsedCertificate): { ocsp: string[]; crls: string[] } {
  const { extensions = [] } = AsnConvert.parse(new Uint8Array(x509.raw), Certificate).tbsCertificate
  const read = <T extends object>(id: string, type: new () => T): T | null => {
    const value = extensions.find(({ extnID }) => extnID === id)?.extnValue.buffer
    try {
      return value ? AsnConvert.parse(value, type) : null
    } catch {
      return null
    }
  }
  const access = [...(read(id_pe_authorityInfoAccess, AuthorityInfoAccessSyntax) ?? [])]
  const points = [...(read(id_ce_cRLDistributionPoints, CRLDistributionPoints) ?? [])]
  return {
    ocsp: access
      .filter(({ accessMethod }) => accessMethod === id_ad_ocsp)
      .flatMap((one) => uriOf(one.accessLocation)),
    crls: points
      .filter(({ reasons, cRLIssuer }) => !reasons && !cRLIssuer)
      .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
      .flatMap(uriOf),
  }
}

const uriOf = ({ uniformResourceIdentifier: uri }: GeneralName) => uri ?? []
