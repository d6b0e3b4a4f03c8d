import { constants, createHash, type KeyObject, timingSafeEqual, verify } from 'node:crypto'

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const PSS = 'http://www.w3.org/2007/05/xmldsig-more#'
const ENCRYPTION = 'http://www.w3.org/2001/04/xmlenc#'

/** A certificate may say of its RSA key that it makes no other signatures: those of the German list do. */
const PSS_KEYS = ['rsa', 'rsa-pss']

/** How a list may be signed (TS 119 312): by RSA, RSASSA-PSS or ECDSA, with SHA-2. SHA-1 and shared keys are not here. */
const SIGNATURES: Record<string, Scheme> = {
  [`${MORE}rsa-sha256`]: { hash: 'sha256', keys: ['rsa'] },
  [`${MORE}rsa-sha384`]: { hash: 'sha384', keys: ['rsa'] },
  [`${MORE}rsa-sha512`]: { hash: 'sha512', keys: ['rsa'] },
  [`${PSS}sha256-rsa-MGF1`]: { hash: 'sha256', keys: PSS_KEYS },
  [`${PSS}sha384-rsa-MGF1`]: { hash: 'sha384', keys: PSS_KEYS },
  [`${PSS}sha512-rsa-MGF1`]: { hash: 'sha512', keys: PSS_KEYS },
  [`${MORE}ecdsa-sha256`]: { hash: 'sha256', keys: ['ec'] },
  [`${MORE}ecdsa-sha384`]: { hash: 'sha384', keys: ['ec'] },
  [`${MORE}ecdsa-sha512`]: { hash: 'sha512', keys: ['ec'] },
}

const DIGESTS: Record<string, string> = {
  [`${ENCRYPTION}sha256`]: 'sha256',
  [`${MORE}sha384`]: 'sha384',
  [`${ENCRYPTION}sha512`]: 'sha512',
}

/** Whether the octets were signed by this key. Throws for an algorithm that is not in the table. */
export function isSignedBy(key: KeyObject, { algorithm, octets, value }: Signed): boolean {
  const scheme = SIGNATURES[algorithm]
  if (!scheme) throw new Error(`its signature is of a kind that is not taken: ${algorithm.slice(-40)}`)
  const { hash, keys } = scheme
  if (!keys.includes(key.asymmetricKeyType ?? '')) return false
  const padding =
    keys === PSS_KEYS
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {}
  // RFC 4051 2.3.6: the two numbers side by side, not as ASN.1.
  const encoding = key.asymmetricKeyType === 'ec' ? { dsaEncoding: 'ieee-p1363' as const } : {}
  return verify(hash, Buffer.from(octets), { key, ...padding, ...encoding }, Buffer.from(value, 'base64'))
}

/** Whether this is the digest of the octets. Throws for an algorithm that is not in the table. */
export function isDigestOf({ algorithm, octets, value }: Signed): boolean {
  const hash = DIGESTS[algorithm]
  if (!hash) throw new Error(`a digest is of a kind that is not taken: ${algorithm.slice(-40)}`)
  const digest = createHash(hash).update(octets, 'utf8').digest()
  const stated = Buffer.from(value, 'base64')
  return digest.length === stated.length && timingSafeEqual(digest, stated)
}

type Scheme = { hash: string; keys: readonly string[] }
type Signed = { algorithm: string; octets: string; value: string }
