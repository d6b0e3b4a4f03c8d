import 'reflect-metadata'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { PemConverter, Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import type { KeyPem, Use } from './key-store'

/**
 * Makes a new key for one use, and a certificate signing request for it (PKCS #10, PEM). P-256 for TLS; RSA for the seal,
 * because Berlin Group's message signing knows nothing else. The request names nobody: who we are stands in the register.
 */
export async function makeRequest(use: Use): Promise<{ key: KeyPem; csr: string }> {
  const keys = await crypto.subtle.generateKey(ALGORITHMS[use], true, ['sign', 'verify'])
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=read in the register',
    keys,
    signingAlgorithm: ALGORITHMS[use],
  })
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  const privatePem = `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`
  const publicPem = createPublicKey(createPrivateKey(privatePem)).export({ type: 'spki', format: 'pem' })
  return { key: { privatePem, publicPem: publicPem.toString() }, csr: request.toString('pem') }
}

const ALGORITHMS = {
  web: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  eseal: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 3_072,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
} as const
