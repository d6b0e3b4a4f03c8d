import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'

/**
 * Loads the one private key of this program, and makes it at the first start: it signs the DPoP proofs that bind our tokens
 * to this process. The keys that name us to others are the signing server's.
 */
export async function loadDpopKey(home: string): Promise<CryptoKeyPair> {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const file = join(home, 'dpop.json')
  const jwk = readStored(file) ?? (await makeStored(file))
  const { d: _, ...publicPart } = jwk
  return { privateKey: await imported(jwk), publicKey: await imported({ ...publicPart, ext: true }) }
}

function readStored(file: string): JWK | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new Error(`Reading the key in ${file}`, { cause: error })
  }
}

async function makeStored(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  // 'wx': two processes that start at once must not sign with different keys; the second one fails and says so.
  writeFileSync(file, JSON.stringify(jwk, null, 2), { mode: 0o600, flag: 'wx' })
  return jwk
}

async function imported(jwk: JWK) {
  const key = await importJWK(jwk, 'ES256')
  if (key instanceof Uint8Array) throw new Error('The stored key is not an EC key')
  return key
}
