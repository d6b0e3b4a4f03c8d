import 'server-only'
import { indexKey } from '@/lib/vault/vault'

/**
 * The door's own secrets, derived and never stored: every instance has the same, so a nonce or a cookie given out by
 * one is known by all, and they change only with the vault's index key.
 */
export async function doorSecrets(): Promise<{ cookieKey: string; nonceSecret: Buffer }> {
  const key = await indexKey()
  return {
    cookieKey: key.index('oauth.cookie-key', '1').toString('base64url'),
    nonceSecret: key.index('oauth.dpop-nonce-secret', '1'),
  }
}
