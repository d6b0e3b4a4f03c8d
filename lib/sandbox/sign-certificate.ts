import 'reflect-metadata'
import 'server-only'
import { randomBytes } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import * as x509 from '@peculiar/x509'
import { QC_STATEMENTS, QcStatements } from '@/lib/eidas/qc-statements'
import type { Blueprint } from '@/lib/sandbox/blueprint'
import { SIGNING_ALGORITHM } from '@/lib/sandbox/key-files'
import type { Authority } from '@/lib/sandbox/sandbox-folder'
import { addressesOf } from '@/lib/sandbox/trust-addresses'

const ORGANIZATION_IDENTIFIER = '2.5.4.97'
const USAGES = {
  web: x509.KeyUsageFlags.digitalSignature,
  eseal: x509.KeyUsageFlags.nonRepudiation | x509.KeyUsageFlags.digitalSignature,
}
// QNCP-w beside QCP-w-psd2, and QCP-l (EN 319 411-2, TS 119 495).
const POLICIES = { web: ['0.4.0.194112.1.5', '0.4.0.19495.3.1'], eseal: ['0.4.0.194112.1.1'] }

/** Signs what the blueprint says, good or bad, with a CA of the sandbox. */
export async function signTppCertificate({
  blueprint,
  publicKey,
  issuer,
}: SignTpp): Promise<x509.X509Certificate> {
  const {
    use,
    subject,
    hosts,
    extendedKeyUsage,
    statements,
    keyUsage,
    isAuthority = false,
    twice = [],
  } = blueprint
  return await signCertificate({
    ...blueprint,
    issuer,
    publicKey,
    // Names as UTF8String: a company's name is any text, markup included. The country is a PrintableString by rule.
    subject: new x509.Name([
      { C: [{ printableString: subject.country }] },
      { O: [{ utf8String: subject.name }] },
      { [ORGANIZATION_IDENTIFIER]: [{ utf8String: subject.organizationIdentifier }] },
      { CN: [{ utf8String: subject.name }] },
    ]),
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      new x509.KeyUsagesExtension(keyUsage ?? USAGES[use], true),
      new x509.CertificatePolicyExtension(POLICIES[use]),
      ...(extendedKeyUsage.length > 0 ? [new x509.ExtendedKeyUsageExtension([...extendedKeyUsage])] : []),
      ...(hosts.length > 0
        ? [new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns' as const, value })))]
        : []),
      // EN 319 412-5: never critical.
      new x509.Extension(QC_STATEMENTS, false, AsnConvert.serialize(new QcStatements([...statements]))),
      ...twice.map((id) => new x509.Extension(id, false, new Uint8Array([0x30, 0]))),
    ],
  })
}

/** Signs any certificate and adds the serial number, the key identifiers, and where to ask whether it was revoked. */
export async function signCertificate({
  issuer,
  publicKey,
  extensions,
  issuerName,
  ...params
}: Sign): Promise<x509.X509Certificate> {
  const { ocsp, crl, certificate } = addressesOf(issuer.name)
  return await x509.X509CertificateGenerator.create({
    ...params,
    serialNumber: newSerial(),
    issuer: issuerName ?? issuer.certificate.subjectName,
    publicKey,
    signingKey: issuer.privateKey,
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      ...extensions,
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey),
      new x509.AuthorityInfoAccessExtension({
        ocsp: new x509.GeneralName('url', ocsp),
        caIssuers: new x509.GeneralName('url', certificate),
      }),
      new x509.CRLDistributionPointsExtension([crl]),
    ],
  })
}

/** 126 random bits, the first byte neither zero nor negative, so that every spelling of it has one length. */
export function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

type PublicKey = CryptoKey | x509.PublicKey
type SignTpp = { blueprint: Blueprint; publicKey: PublicKey; issuer: Authority }
type Sign = {
  issuer: Authority
  /** Another than its issuer's own, which no good CA would write. */
  issuerName?: x509.Name | undefined
  publicKey: PublicKey
  subject: x509.Name
  notBefore: Date
  notAfter: Date
  extensions: readonly x509.Extension[]
}
