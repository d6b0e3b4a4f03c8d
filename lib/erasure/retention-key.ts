import 'server-only'
import { createKey, keyOfSubject } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'

/**
 * The key under which what one law keeps until a day of that month is sealed; made with the first such day. It is destroyed when
 * the month is over (`forgetKept`). Two that are made at the same moment are both good, and go together.
 */
export async function retentionKey(law: string, until: string): Promise<VaultKey> {
  const subject = `retention:${law}:${until.slice(0, 7)}` as const
  return (await keyOfSubject(subject)) ?? createKey(subject)
}
