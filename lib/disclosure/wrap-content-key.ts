import type { KeyObject } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'

/**
 * Wraps the content key of a file for its recipient, as a JWE (RFC 7516): RSA-OAEP-256 for an RSA key, ECDH-ES+A256KW for one on
 * a curve of NIST. Throws for any other key.
 */
export async function wrapContentKey(contentKey: Uint8Array, recipient: KeyObject): Promise<string> {
  return await new CompactEncrypt(contentKey)
    .setProtectedHeader({ alg: algorithmOf(recipient), enc: 'A256GCM' })
    .encrypt(recipient)
}

/** The recipient's side. Throws where it was wrapped for another key. */
export async function unwrapContentKey(jwe: string, privateKey: KeyObject): Promise<Uint8Array> {
  const { plaintext } = await compactDecrypt(jwe, privateKey, {
    keyManagementAlgorithms: [algorithmOf(privateKey)],
    contentEncryptionAlgorithms: ['A256GCM'],
  })
  if (plaintext.length !== 32) throw new Error('The wrapped key is not 32 bytes')
  return plaintext
}

function algorithmOf({ asymmetricKeyType }: KeyObject): 'RSA-OAEP-256' | 'ECDH-ES+A256KW' {
  if (asymmetricKeyType === 'rsa') return 'RSA-OAEP-256'
  if (asymmetricKeyType === 'ec') return 'ECDH-ES+A256KW'
  throw new Error(`No content key can be wrapped for a key of type ${asymmetricKeyType}`)
}
