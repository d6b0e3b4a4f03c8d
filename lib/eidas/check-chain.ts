import type { ServiceCheck } from '@/lib/eidas/certificate-check'

/**
 * Step `chain`: by key and signature, as a look-alike CA can bear any name. A CA that renewed its own certificate is
 * listed twice with one key, so that each check leaves those services over which it holds of.
 */
export const CHAIN_CHECKS: readonly ServiceCheck[] = [
  {
    name: 'signed-by-listed-key',
    reason: 'ISSUER_NOT_LISTED',
    // A name or a key identifier only says whom to try: to try each CA of the Union would cost a stranger nothing and
    // the bank a thousand signatures.
    holds: ({ certificate }, { content }) =>
      (content.x509.issuer === certificate.x509.subject ||
        (content.issuerKeyIdentifier !== null &&
          content.issuerKeyIdentifier === certificate.keyIdentifier)) &&
      content.x509.verify(certificate.x509.publicKey),
    faultOf: () =>
      'The certificate was not issued by a CA of the trusted list. Use one of a QTSP that issues certificates for PSD2.',
  },
  {
    // A listed certificate of another kind, that of a time stamp say, must not become a CA by being listed.
    name: 'listed-as-authority',
    reason: 'ISSUER_NOT_LISTED',
    holds: ({ certificate }) => certificate.isAuthority && certificate.keyUsage.includes('keyCertSign'),
    faultOf: () =>
      'The certificate was issued with a key that is listed, but not as that of a CA. Ask your QTSP.',
  },
  {
    name: 'issuer-name',
    reason: 'ISSUER_NAME_MISMATCH',
    holds: ({ certificate }, { content }) => content.x509.checkIssued(certificate.x509),
    faultOf: () =>
      'The certificate names another issuer, by its name or key identifier, than the CA that signed it. Ask your QTSP for another one.',
  },
  {
    name: 'issuer-in-time',
    reason: 'ISSUER_NOT_IN_TIME',
    holds: ({ certificate: { x509 } }, { now }) => x509.validFromDate <= now && now <= x509.validToDate,
    faultOf: ([last]) =>
      `The issuing CA's own certificate is valid only until ${last?.certificate.x509.validTo ?? 'another time'}. Ask your QTSP for a certificate of its present CA.`,
  },
]
