import 'server-only'
import { type BinaryLike, randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { indexKey } from '@/lib/vault/vault'
import { readRecoveryCode } from './recovery-code'

const slowHash = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt)

// 32 MiB and about a tenth of a second a guess (OWASP's floor for scrypt is half of it).
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
const HASH_BYTES = 32

/**
 * The slow hash of a code as typed. A key of the vault goes in first, so that a copy of the database alone cannot even begin
 * to guess; it lies wrapped in a database of its own.
 */
export async function hashRecoveryCode(typed: string, salt: Buffer): Promise<Buffer> {
  const peppered = (await indexKey()).index('recovery_codes.code', readRecoveryCode(typed))
  return slowHash(peppered, salt, HASH_BYTES, COST)
}

export const newSalt = () => randomBytes(16)
