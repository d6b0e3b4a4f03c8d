import 'server-only'
import { indexKey } from '@/lib/vault/vault'

/** next-auth's secret, derived and never stored: the same on every instance, whichever key wraps the others. */
export async function sessionSecret(): Promise<string> {
  return (await indexKey()).index('session.next-auth-secret', '1').toString('base64url')
}
