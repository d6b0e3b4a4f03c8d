import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { env } from '@/lib/env'

/**
 * The key that wraps every other key. By default a file outside the project and outside the databases, made on
 * first start; a KMS would stand behind this same function. `id` tells which key wrapped a row.
 */
export function keyEncryptionKey(): { id: string; key: Buffer } {
  known ??= read(env.KEY_ENCRYPTION_KEY_FILE)
  return known
}

let known: { id: string; key: Buffer } | undefined

function read(file: string): { id: string; key: Buffer } {
  makeUnlessThere(file)
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new Error(`${file} does not hold 32 bytes in base64`)
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 16), key }
}

function makeUnlessThere(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    // `wx`: of two processes that start together one makes it and the other reads it.
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown
  }
}
