import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'

/**
 * Loads the two keys of this program, and makes them at the first start: one signs the client assertions
 * that name us to the bank, the other the DPoP proofs that bind our tokens to this process.
 */
export async function loadKeys(home: string): Promise<Keys> {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const file = join(home, 'keys.json')
  const stored = readStored(file) ?? (await makeStored(file))
  const assertion = await privateKey(stored.assertion)
  const kid = await calculateJwkThumbprint(publicPart(stored.assertion))
  return {
    assertion: { key: assertion, kid },
    publicJwks: { keys: [{ ...publicPart(stored.assertion), kid, use: 'sig', alg: 'ES256' }] },
    dpop: { privateKey: await privateKey(stored.dpop), publicKey: await publicKey(stored.dpop) },
  }
}

function readStored(file: string): Stored | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new Error(`Reading the keys in ${file}`, { cause: error })
  }
}

async function makeStored(file: string): Promise<Stored> {
  const stored = { assertion: await freshKey(), dpop: await freshKey() }
  // 'wx': two processes that start at once must not sign with different keys; the second one fails and says so.
  writeFileSync(file, JSON.stringify(stored, null, 2), { mode: 0o600, flag: 'wx' })
  return stored
}

async function freshKey() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return exportJWK(privateKey)
}

function publicPart({ kty, crv, x, y }: JWK): JWK {
  return { kty, crv, x, y }
}

async function privateKey(jwk: JWK) {
  return cryptoKey(await importJWK(jwk, 'ES256'))
}

async function publicKey(jwk: JWK) {
  return cryptoKey(await importJWK({ ...publicPart(jwk), ext: true }, 'ES256'))
}

function cryptoKey(key: CryptoKey | Uint8Array) {
  if (key instanceof Uint8Array) throw new Error('The stored key is not an EC key')
  return key
}

type Stored = { assertion: JWK; dpop: JWK }

export type Keys = {
  assertion: { key: CryptoKey; kid: string }
  publicJwks: { keys: JWK[] }
  dpop: CryptoKeyPair
}
