import { X509Certificate } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { keptFile } from '../kept-file'

/**
 * The private keys, in one file for its owner alone: the key that signs client assertions, made at the first start, and the
 * key of every certificate that has not ended. Newest last.
 */
export async function openKeyStore(home: string): Promise<KeyStore> {
  const file = keptFile<Stored>({ home, name: 'keys.json' })
  const stored: Stored = file.read() ?? { assertion: await assertionKey(), certificates: [] }
  const write = () => file.write(stored)
  write()
  return {
    assertion: stored.assertion,
    all: () => stored.certificates,
    find: (serial) => stored.certificates.find((one) => one.serial === serial) ?? null,
    current: (use, now) => stored.certificates.findLast((one) => one.use === use && isGood(one, now)) ?? null,
    add(certificates, now) {
      // What has ended proves nothing any more, and its key is dropped with it.
      stored.certificates = [
        ...stored.certificates.filter((one) => new Date(one.endsAt) > now),
        ...certificates,
      ]
      write()
    },
    markRevoked(serial, now) {
      for (const one of stored.certificates) if (one.serial === serial) one.revokedAt = now.toISOString()
      write()
    },
  }
}

/** Neither past its end nor revoked, as far as we know. */
export function isGood({ endsAt, revokedAt }: HeldCertificate, now: Date): boolean {
  return revokedAt === null && new Date(endsAt) > now
}

/** What the trust service issued for a key of ours. Throws when it is for another key, or not by the CA that came along. */
export function heldCertificate({ use, key, certificate, chain }: Issued): HeldCertificate {
  const leaf = new X509Certificate(certificate)
  const issuer = new X509Certificate(chain)
  if (leaf.publicKey.export({ type: 'spki', format: 'pem' }) !== key.publicPem)
    throw new Error('The trust service issued a certificate for another key')
  if (!leaf.verify(issuer.publicKey))
    throw new Error('The certificate is not signed by the CA that came along')
  return {
    use,
    serial: leaf.serialNumber.toLowerCase(),
    certificate,
    chain,
    key: key.privatePem,
    endsAt: leaf.validToDate.toISOString(),
    revokedAt: null,
  }
}

async function assertionKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, alg: 'ES256', kid: await calculateJwkThumbprint(jwk) }
}

export type Use = 'web' | 'eseal'

export type HeldCertificate = {
  use: Use
  /** Lower-case hexadecimal, as the trust service names it. */
  serial: string
  certificate: string
  chain: string
  key: string
  endsAt: string
  revokedAt: string | null
}

export type KeyStore = {
  assertion: JWK
  all(): HeldCertificate[]
  find(serial: string): HeldCertificate | null
  /** The newest good one. */
  current(use: Use, now: Date): HeldCertificate | null
  add(certificates: HeldCertificate[], now: Date): void
  markRevoked(serial: string, now: Date): void
}

export type KeyPem = { privatePem: string; publicPem: string }
type Issued = { use: Use; key: KeyPem; certificate: string; chain: string }
type Stored = { assertion: JWK; certificates: HeldCertificate[] }
