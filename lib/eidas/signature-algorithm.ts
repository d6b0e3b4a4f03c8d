import type { KeyObject } from 'node:crypto'
import { AsnConvert, AsnProp, AsnPropTypes, AsnType, AsnTypeTypes } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'

const RSA_PSS = '1.2.840.113549.1.1.10'

/** TS 119 312: what may sign a certificate or a revocation list. SHA-1 and MD5 are absent, so refused. */
const HASHES_BY_SIGNATURE: Record<string, Hash> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

const HASHES: Record<string, Hash> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** TS 119 312: those of NIST, and those of RFC 5639, which German CAs have. */
const CURVES = [
  ...['prime256v1', 'secp384r1', 'secp521r1'],
  ...['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1'],
]
const RSA_BITS_MIN = 2048
/** A key of 16,384 bits, or of an exponent as long as itself, makes each check of a signature cost the bank dear. */
const RSA_BITS_MAX = 8192
const RSA_EXPONENT_MIN = 65_537n
/**
 * Of a CA that a list names: it chose its key before the floor, under supervision, and OpenSSL reads the whole padding, without
 * which a small exponent is no danger. The EU's lists have some of 3.
 */
const LISTED_RSA_EXPONENT_MIN = 3n
const RSA_EXPONENT_MAX = 2n ** 64n

/** The hash and padding of a signature, or null if it is not strong enough or not known. */
export function readSignatureAlgorithm({
  algorithm,
  parameters,
}: AlgorithmIdentifier): SignatureAlgorithm | null {
  if (algorithm !== RSA_PSS) {
    const hash = HASHES_BY_SIGNATURE[algorithm]
    return hash ? { hash, pss: false } : null
  }
  // RFC 4055: RSASSA-PSS without parameters means SHA-1.
  const stated = parameters ? AsnConvert.parse(parameters, RsaPssParameters).hashAlgorithm : undefined
  const hash = stated && HASHES[stated.algorithm]
  return hash ? { hash, pss: true } : null
}

/**
 * Whether a public key reaches the floor of TS 119 312: RSA from 2048 to 8192 bits, or a curve of the list. `isListed` is the key
 * of a CA that a list names.
 */
export function isStrongKey(key: KeyObject, { isListed = false } = {}): boolean {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ec') return CURVES.includes(namedCurve)
  return (
    ['rsa', 'rsa-pss'].includes(key.asymmetricKeyType ?? '') &&
    modulusLength >= RSA_BITS_MIN &&
    modulusLength <= RSA_BITS_MAX &&
    // With an exponent of 1 everybody could sign.
    publicExponent >= (isListed ? LISTED_RSA_EXPONENT_MIN : RSA_EXPONENT_MIN) &&
    publicExponent <= RSA_EXPONENT_MAX
  )
}

class RsaPssParameters {
  hashAlgorithm?: AlgorithmIdentifier
  maskGenAlgorithm?: AlgorithmIdentifier
  saltLength?: number
  trailerField?: number
}

AsnProp({ type: AlgorithmIdentifier, context: 0, optional: true })(
  RsaPssParameters.prototype,
  'hashAlgorithm',
)
AsnProp({ type: AlgorithmIdentifier, context: 1, optional: true })(
  RsaPssParameters.prototype,
  'maskGenAlgorithm',
)
AsnProp({ type: AsnPropTypes.Integer, context: 2, optional: true })(RsaPssParameters.prototype, 'saltLength')
AsnProp({ type: AsnPropTypes.Integer, context: 3, optional: true })(
  RsaPssParameters.prototype,
  'trailerField',
)
AsnType({ type: AsnTypeTypes.Sequence })(RsaPssParameters)

type Hash = 'sha256' | 'sha384' | 'sha512'
type SignatureAlgorithm = { hash: Hash; pss: boolean }
