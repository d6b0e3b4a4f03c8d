import { X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { BasicConstraints, Certificate, KeyUsage, type Name } from '@peculiar/asn1-x509'
import {
  ObjectIdentifiers,
  QC_STATEMENTS,
  type QcStatement,
  QcStatements,
  readDer,
} from '@/lib/eidas/qc-statements'
import { isStrongKey, readSignatureAlgorithm } from '@/lib/eidas/signature-algorithm'

const KEY_USAGE = '2.5.29.15'
const BASIC_CONSTRAINTS = '2.5.29.19'
const EXTENDED_KEY_USAGE = '2.5.29.37'

/** Extensions that are read here, or whose marks restrict nothing that the bank relies on. */
const UNDERSTOOD = [
  KEY_USAGE,
  BASIC_CONSTRAINTS,
  EXTENDED_KEY_USAGE,
  '2.5.29.14', // subject key identifier
  '2.5.29.17', // subject alternative name
  '2.5.29.31', // CRL distribution points
  '2.5.29.32', // certificate policies
  '2.5.29.35', // authority key identifier
]

const VERSION_3 = 2

/**
 * Reads a DER certificate twice, by OpenSSL for keys and signatures and by schema for what PSD2 added, and
 * judges nothing but its form. Throws plain errors on anything malformed, weak keys and hashes included.
 */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  const x509 = new X509Certificate(der)
  // Trailing bytes or another encoding would give one certificate several thumbprints.
  if (!x509.raw.equals(der)) throw new Error('it is not one DER certificate')
  const { tbsCertificate: tbs, signatureAlgorithm } = AsnConvert.parse(x509.raw, Certificate)
  if (tbs.version !== VERSION_3) throw new Error('it is not an X.509 version 3 certificate')
  if (!readSignatureAlgorithm(signatureAlgorithm)) throw new Error('its signature algorithm is not allowed')
  if (!isStrongKey(x509.publicKey)) throw new Error('its key is too short or of a kind that is not allowed')

  const extensions = new Map<string, ArrayBuffer>()
  for (const { extnID, critical, extnValue } of tbs.extensions ?? []) {
    if (extensions.has(extnID)) throw new Error(`its extension ${extnID} occurs twice`)
    // RFC 5280 4.2: whoever does not process a critical extension must refuse the certificate.
    if (critical && !UNDERSTOOD.includes(extnID))
      throw new Error(`its critical extension ${extnID} is not understood`)
    extensions.set(extnID, extnValue.buffer)
  }
  const read = <T>(id: string, type: new () => T, parse = AsnConvert.parse<T>): T | null => {
    const value = extensions.get(id)
    return value ? parse(value, type) : null
  }

  return {
    x509,
    subject: tbs.subject,
    issuer: tbs.issuer,
    serial: serialToHex(tbs.serialNumber),
    isAuthority: read(BASIC_CONSTRAINTS, BasicConstraints)?.cA ?? false,
    keyUsage: read(KEY_USAGE, KeyUsage)?.toJSON() ?? [],
    extendedKeyUsage: read(EXTENDED_KEY_USAGE, ObjectIdentifiers) ?? [],
    qcStatements: read(QC_STATEMENTS, QcStatements, readDer) ?? [],
  }
}

/** A serial number as lower-case hexadecimal without leading zeros, so that two spellings compare equal. */
export function serialToHex(serial: ArrayBuffer): string {
  const bytes = Buffer.from(serial)
  const [first = 0x80] = bytes
  if (first >= 0x80) throw new Error('the serial number is not a positive number')
  return BigInt(`0x${bytes.toString('hex')}`).toString(16)
}

export type ParsedCertificate = {
  x509: X509Certificate
  subject: Name
  issuer: Name
  serial: string
  isAuthority: boolean
  keyUsage: readonly string[]
  extendedKeyUsage: readonly string[]
  qcStatements: readonly QcStatement[]
}
