import { constants, createHash, type KeyObject, verify } from 'node:crypto'
import type { HashAlgorithm, SignatureAlgorithm } from 'xml-crypto'

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const PSS = 'http://www.w3.org/2007/05/xmldsig-more#'
const ENCRYPTION = 'http://www.w3.org/2001/04/xmlenc#'

/** How a list may be signed (TS 119 312): by RSA, RSASSA-PSS or ECDSA, with SHA-2. SHA-1 and shared keys are not here. */
const SIGNATURES: Record<string, Scheme> = {
  [`${MORE}rsa-sha256`]: { hash: 'sha256', type: 'rsa' },
  [`${MORE}rsa-sha384`]: { hash: 'sha384', type: 'rsa' },
  [`${MORE}rsa-sha512`]: { hash: 'sha512', type: 'rsa' },
  [`${PSS}sha256-rsa-MGF1`]: { hash: 'sha256', type: 'rsa', pss: true },
  [`${PSS}sha384-rsa-MGF1`]: { hash: 'sha384', type: 'rsa', pss: true },
  [`${PSS}sha512-rsa-MGF1`]: { hash: 'sha512', type: 'rsa', pss: true },
  [`${MORE}ecdsa-sha256`]: { hash: 'sha256', type: 'ec' },
  [`${MORE}ecdsa-sha384`]: { hash: 'sha384', type: 'ec' },
  [`${MORE}ecdsa-sha512`]: { hash: 'sha512', type: 'ec' },
}

const DIGESTS: Record<string, string> = {
  [`${ENCRYPTION}sha256`]: 'sha256',
  [`${MORE}sha384`]: 'sha384',
  [`${ENCRYPTION}sha512`]: 'sha512',
}

/** Every signature algorithm that is taken, for the library, all by one key. */
export function signatureAlgorithms(key: KeyObject): Record<string, new () => SignatureAlgorithm> {
  return Object.fromEntries(
    Object.entries(SIGNATURES).map(([name, scheme]) => [name, signatureAlgorithm(name, scheme, key)]),
  )
}

/** Every digest that is taken. */
export const DIGEST_ALGORITHMS: Record<string, new () => HashAlgorithm> = Object.fromEntries(
  Object.entries(DIGESTS).map(([name, hash]) => [
    name,
    class {
      getAlgorithmName = () => name
      getHash = (xml: string) => createHash(hash).update(xml, 'utf8').digest('base64')
    },
  ]),
)

function signatureAlgorithm(name: string, { hash, type, pss }: Scheme, key: KeyObject) {
  return class {
    getAlgorithmName = () => name
    getSignature = (): string => {
      throw new Error('The bank signs no lists')
    }
    verifySignature = (material: string, _key: unknown, value: string): boolean =>
      key.asymmetricKeyType === type &&
      verify(
        hash,
        Buffer.from(material, 'utf8'),
        {
          key,
          // RFC 4050 3.3: the two numbers side by side, not as ASN.1.
          ...(type === 'ec' && { dsaEncoding: 'ieee-p1363' as const }),
          ...(pss && {
            padding: constants.RSA_PKCS1_PSS_PADDING,
            saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
          }),
        },
        Buffer.from(value, 'base64'),
      )
  }
}

type Scheme = { hash: string; type: 'rsa' | 'ec'; pss?: boolean }
