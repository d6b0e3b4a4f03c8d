import type { KeyObject } from 'node:crypto'
import type { Check, Presented } from '@/lib/eidas/certificate-check'
import { isOneDerElement } from '@/lib/eidas/der'
import { QC_STATEMENTS } from '@/lib/eidas/qc-statements'
import { isStrongKey, readSignatureAlgorithm } from '@/lib/eidas/signature-algorithm'

/** A QWAC of a hundred host names has 6 KiB. The cap comes before any parser sees a stranger's bytes. */
const BYTES_MAX = 16_384
const SERIAL_BYTES_MAX = 20
const VERSION_3 = 2
const EC_KEY = '1.2.840.10045.2.1'
const OBJECT_IDENTIFIER = 0x06

/** Extensions that are read here, or whose marks restrict nothing that the bank relies on. */
const UNDERSTOOD = [
  QC_STATEMENTS,
  '2.5.29.14', // subject key identifier
  '2.5.29.15', // key usage
  '2.5.29.17', // subject alternative name
  '2.5.29.19', // basic constraints
  '2.5.29.31', // CRL distribution points
  '2.5.29.32', // certificate policies
  '2.5.29.35', // authority key identifier
  '2.5.29.37', // extended key usage
]

const NOT_OF_ANCHORS = [
  ...['serial', 'critical-extensions', 'qc-statements-not-critical', 'signature-algorithm', 'key'],
]

const ASK = 'Ask your QTSP for another one.'

/** Step `parse`: whether it is one certificate, of a form that every reader understands in one way, and strong enough. */
export const FORM_CHECKS: readonly Check<Pick<Presented, 'der' | 'content'>>[] = [
  {
    name: 'size',
    reason: 'CERT_MALFORMED',
    fault: ({ der }) =>
      der.length > BYTES_MAX
        ? `The certificate has ${der.length} bytes; no more than ${BYTES_MAX} are read. ${ASK}`
        : null,
  },
  {
    name: 'der',
    reason: 'CERT_MALFORMED',
    fault: ({ der }) =>
      isOneDerElement(der)
        ? null
        : 'What came is not one certificate in DER. Send its bytes and nothing else.',
  },
  {
    name: 'x509',
    reason: 'CERT_MALFORMED',
    fault: (presented) => {
      try {
        void presented.content
        return null
      } catch (thrown) {
        return `The certificate cannot be read: ${thrown instanceof Error ? thrown.message : 'it is broken'}. ${ASK}`
      }
    },
  },
  {
    name: 'version',
    reason: 'CERT_MALFORMED',
    fault: ({ content }) =>
      content.version === VERSION_3 ? null : `The certificate is not of X.509 version 3. ${ASK}`,
  },
  {
    // RFC 5280 4.1.2.2: revocation is looked up by this number, which two readers must spell alike.
    name: 'serial',
    reason: 'CERT_MALFORMED',
    fault: ({ content: { serialNumber } }) =>
      isSerial(serialNumber)
        ? null
        : `The serial number of the certificate is not a positive number of at most ${SERIAL_BYTES_MAX} bytes. ${ASK}`,
  },
  {
    name: 'extensions-once',
    reason: 'CERT_MALFORMED',
    fault: ({ content: { extensions } }) => {
      const ids = extensions.map(({ id }) => id)
      const twice = ids.find((id, at) => ids.indexOf(id) !== at)
      return twice ? `The extension ${twice} of the certificate occurs twice. ${ASK}` : null
    },
  },
  {
    // RFC 5280 4.2: whoever does not process a critical extension must refuse the certificate.
    name: 'critical-extensions',
    reason: 'CERT_MALFORMED',
    fault: ({ content: { extensions } }) => {
      const unknown = extensions.find(({ id, critical }) => critical && !UNDERSTOOD.includes(id))
      return unknown
        ? `The critical extension ${unknown.id} of the certificate is not understood. ${ASK}`
        : null
    },
  },
  {
    name: 'qc-statements-not-critical',
    reason: 'CERT_MALFORMED',
    fault: ({ content: { extensions } }) =>
      extensions.some(({ id, critical }) => critical && id === QC_STATEMENTS)
        ? `The qcStatements of the certificate are marked critical, which EN 319 412-5 forbids. ${ASK}`
        : null,
  },
  {
    name: 'signature-algorithm',
    reason: 'KEY_OR_SIGNATURE_WEAK',
    fault: ({ content: { signatureAlgorithm } }) =>
      readSignatureAlgorithm(signatureAlgorithm)
        ? null
        : `The certificate is signed by an algorithm that is not allowed: RSA or ECDSA with SHA-256 or more is (TS 119 312). ${ASK}`,
  },
  {
    name: 'key',
    reason: 'KEY_OR_SIGNATURE_WEAK',
    fault: ({ content: { x509 } }) =>
      isStrong(() => x509.publicKey)
        ? null
        : 'The key of the certificate is not allowed: RSA of 2048 to 8192 bits, P-256, P-384, P-521 and Brainpool (r1) from 256 bits are (TS 119 312). Order a certificate for another key.',
  },
  {
    // RFC 5480 2.1.1: a curve that is spelt out may be another one that looks like it.
    name: 'named-curve',
    reason: 'KEY_OR_SIGNATURE_WEAK',
    fault: ({ content: { keyAlgorithm } }) =>
      keyAlgorithm.algorithm !== EC_KEY ||
      new Uint8Array(keyAlgorithm.parameters ?? [])[0] === OBJECT_IDENTIFIER
        ? null
        : 'The key of the certificate spells its curve out. Order a certificate for a key of a named curve.',
  },
]

/**
 * What is asked of the certificate of a listed CA. The list makes its key and name an anchor, and of an anchor RFC 5280 6.1.1 (d)
 * takes these two alone: not who signed its certificate how, nor what that signer demanded of whoever is below (RFC 5937 leaves
 * it open), nor its number, which RFC 5280 4.1.2.2 asks readers to bear with. The EU's lists have CAs of all these kinds.
 */
export const LISTED_CA_CHECKS: typeof FORM_CHECKS = [
  ...FORM_CHECKS.filter(({ name }) => !NOT_OF_ANCHORS.includes(name)),
  {
    name: 'listed-key',
    reason: 'KEY_OR_SIGNATURE_WEAK',
    fault: ({ content: { x509 } }) =>
      isStrong(() => x509.publicKey, { isListed: true })
        ? null
        : 'its key is too weak, or of a kind that is not allowed',
  },
]

function isSerial([first, ...rest]: Uint8Array): boolean {
  const isPositive = first !== undefined && first < 0x80 && (first > 0 || rest.length > 0)
  return isPositive && rest.length < SERIAL_BYTES_MAX
}

/** A key of a kind that OpenSSL does not know cannot even be taken out. */
function isStrong(readKey: () => KeyObject, options?: { isListed: boolean }): boolean {
  try {
    return isStrongKey(readKey(), options)
  } catch {
    return false
  }
}
