import 'reflect-metadata'
import 'server-only'
import { createPrivateKey, randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const RSA_2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
}
const ECDSA_P256 = { name: 'ECDSA', namedCurve: 'P-256' }

/** What every signature of the sandbox's CAs uses. */
export const SIGNING_ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' }

/** A new ECDSA P-256 key pair. */
export async function generateKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ECDSA_P256, true, ['sign', 'verify'])
}

/** A new RSA key pair for a seal: messages are signed by RSA alone (xs2a.md 7). */
export async function generateSealKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(RSA_2048, true, ['sign', 'verify'])
}

/** A pair of a kind that TS 119 312 does not name, to practise with. */
export async function generateUnlistedKeys(): Promise<CryptoKeyPair> {
  const keys = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('publicKey' in keys)) throw new Error('Ed25519 makes pairs')
  return keys
}

/** A private key as PKCS #8 PEM. */
export async function keyToPem(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, type: 'pkcs8', format: 'der' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString()
}

/** The private key in a PKCS #8 PEM, for signing only. */
export async function keyFromPem(pem: string): Promise<CryptoKey> {
  const der = new Uint8Array(createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }))
  return await crypto.subtle.importKey('pkcs8', der, ECDSA_P256, false, ['sign'])
}

/** Replaces a file in one step: a reader, or a start after kill -9, sees the old or the new, never a half. */
export function writeAtomically(path: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true })
  // A name of its own: two processes that write the same file at once must not write into each other's half.
  const aside = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.new`
  try {
    writeFileSync(aside, content, { mode, flush: true })
    renameSync(aside, path)
  } catch (thrown) {
    rmSync(aside, { force: true })
    throw thrown
  }
}

/** Private keys are for their owner only. */
export const PRIVATE = 0o600
