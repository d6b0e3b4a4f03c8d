import { X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  type AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificatePolicies,
  KeyUsage,
  type Name,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'
import { FORM_CHECKS, LISTED_CA_CHECKS } from '@/lib/eidas/check-form'
import { isOneDerElement } from '@/lib/eidas/der'
import {
  ObjectIdentifiers,
  QC_STATEMENTS,
  type QcStatement,
  QcStatements,
  readDer,
} from '@/lib/eidas/qc-statements'

const KEY_USAGE = '2.5.29.15'
const BASIC_CONSTRAINTS = '2.5.29.19'
const CERTIFICATE_POLICIES = '2.5.29.32'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14'
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35'

/** Reads a certificate that must be of good form, such as one that was judged before. Throws errors of one sentence. */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  return parseBy(FORM_CHECKS, der)
}

/** The same for the certificate of a CA that a list or the operator names: see LISTED_CA_CHECKS. */
export function parseListedCa(der: Uint8Array): ParsedCertificate {
  return parseBy(LISTED_CA_CHECKS, der)
}

function parseBy(checks: typeof FORM_CHECKS, der: Uint8Array): ParsedCertificate {
  let content: ParsedCertificate | undefined
  const subject = {
    der,
    get content() {
      content ??= readCertificate(der)
      return content
    },
  }
  for (const { fault } of checks) {
    const text = fault(subject)
    if (text) throw new Error(text)
  }
  return subject.content
}

/**
 * Reads a DER certificate twice, by OpenSSL for keys and signatures and by schema for what PSD2 added, and judges
 * nothing: see FORM_CHECKS. Throws an error of a few words if it cannot be read.
 */
export function readCertificate(der: Uint8Array): ParsedCertificate {
  const x509 = attempt('it is not an X.509 certificate', () => new X509Certificate(der))
  const { tbsCertificate: tbs, signatureAlgorithm } = attempt('it is not an X.509 certificate', () =>
    AsnConvert.parse(x509.raw, Certificate),
  )
  const extensions = tbs.extensions ?? []
  const read = <T>(id: string, type: new () => T, parse = AsnConvert.parse<T>): T | null => {
    const found = extensions.find(({ extnID }) => extnID === id)
    if (!found) return null
    return attempt(`its extension ${id} is not as defined`, () => {
      const value = found.extnValue.buffer
      if (!isOneDerElement(new Uint8Array(value))) throw new Error('not DER')
      return parse(value, type)
    })
  }
  return {
    x509,
    version: tbs.version,
    subject: tbs.subject,
    issuer: tbs.issuer,
    serialNumber: new Uint8Array(tbs.serialNumber),
    get serial() {
      return serialToHex(tbs.serialNumber)
    },
    signatureAlgorithm,
    keyAlgorithm: tbs.subjectPublicKeyInfo.algorithm,
    extensions: extensions.map(({ extnID, critical }) => ({ id: extnID, critical })),
    isAuthority: read(BASIC_CONSTRAINTS, BasicConstraints)?.cA ?? false,
    keyUsage: read(KEY_USAGE, KeyUsage)?.toJSON() ?? [],
    get policies() {
      const stated = read(CERTIFICATE_POLICIES, CertificatePolicies)
      return (stated ?? []).map(({ policyIdentifier }) => policyIdentifier)
    },
    extendedKeyUsage: read(EXTENDED_KEY_USAGE, ObjectIdentifiers) ?? [],
    qcStatements: read(QC_STATEMENTS, QcStatements, readDer) ?? [],
    keyIdentifier: toHex(read(SUBJECT_KEY_IDENTIFIER, SubjectKeyIdentifier)),
    issuerKeyIdentifier: toHex(read(AUTHORITY_KEY_IDENTIFIER, AuthorityKeyIdentifier)?.keyIdentifier),
  }
}

/** A serial number as lower-case hexadecimal without leading zeros, so that two spellings compare equal. */
export function serialToHex(serial: ArrayBuffer): string {
  const bytes = Buffer.from(serial)
  const [first = 0x80] = bytes
  if (first >= 0x80) throw new Error('the serial number is not a positive number')
  return BigInt(`0x${bytes.toString('hex')}`).toString(16)
}

function toHex(identifier: { buffer: ArrayBuffer } | null | undefined): string | null {
  return identifier ? Buffer.from(identifier.buffer).toString('hex') : null
}

/** A library's own words say nothing to whoever holds the certificate. */
function attempt<T>(otherwise: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new Error(otherwise, { cause })
  }
}

export type ParsedCertificate = {
  x509: X509Certificate
  version: number
  subject: Name
  issuer: Name
  serialNumber: Uint8Array
  readonly serial: string
  signatureAlgorithm: AlgorithmIdentifier
  keyAlgorithm: AlgorithmIdentifier
  extensions: readonly { id: string; critical: boolean }[]
  isAuthority: boolean
  keyUsage: readonly string[]
  /** By OID. Read when asked for: only a list that makes exceptions looks at them. Throws where they cannot be read. */
  readonly policies: readonly string[]
  extendedKeyUsage: readonly string[]
  qcStatements: readonly QcStatement[]
  /** Which key it says it has, and which its issuer's: a hint for finding the issuer, and no proof. */
  keyIdentifier: string | null
  issuerKeyIdentifier: string | null
}
