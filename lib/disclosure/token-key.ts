import 'server-only'
import { indexKey } from '@/lib/vault/vault'

/**
 * The key that makes and opens the tokens of a name, out of the vault's standing key and good for nothing else. It is not rotated,
 * because files wait for years to be opened: a new name is a new key.
 */
export async function tokenKey(name: string): Promise<Buffer> {
  return (await indexKey()).index('disclosure.tokens', name)
}
