import type { SecureContextOptions } from 'node:tls'

/** TLS 1.2 with ephemeral keys and authenticated encryption only (BCP 195, FAPI 2.0 5.2.1); TLS 1.3 has no others. */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
]

/** What the listener speaks, with its own certificate. */
export function tlsSettings(cert: Buffer, key: Buffer): SecureContextOptions {
  return {
    cert,
    key,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: CIPHERS.join(':'),
    honorCipherOrder: true,
  }
}

/**
 * The certificate is asked for and never judged by TLS: OpenSSL calls many a certificate good that is no QWAC, and a
 * caller with a bad one is to get an answer that says which rule it broke.
 */
export const CLIENT_CERTIFICATE = { requestCert: true, rejectUnauthorized: false } as const

/** Against slow and oversized requests. A connection without traffic is closed after `keepAliveTimeout`. */
export const LIMITS = {
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // How often Node looks for those who exceed them.
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  // The door says it in its own words.
  requireHostHeader: false,
  noDelay: true,
} as const
