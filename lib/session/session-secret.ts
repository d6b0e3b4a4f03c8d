import 'server-only'
import { hkdfSync } from 'node:crypto'
import { keyEncryptionKey } from '@/lib/vault/key-encryption-key'

/** next-auth's secret, derived from the key-encryption key: the same on every instance, and written nowhere. */
export function sessionSecret(): string {
  const { key } = keyEncryptionKey()
  return Buffer.from(hkdfSync('sha256', key, '', 'placet next-auth secret v1', 32)).toString('base64url')
}
