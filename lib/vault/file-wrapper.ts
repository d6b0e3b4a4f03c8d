import 'server-only'
import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { decrypt, encrypt } from './cipher'
import type { KeyWrapper } from './key-wrapper'

const KEY_BYTES = 32

/**
 * Wraps under keys of a file: 32 bytes in base64 a line, of which the last one wraps and every one unwraps. The file lies outside
 * the project and outside the databases and is made on first start; a running process finds what was added to it.
 */
export function fileWrapper(file: string): KeyWrapper {
  let held: { keys: FileKey[]; version: string } | undefined
  const keys = () => {
    makeUnlessThere(file)
    const version = versionOf(file)
    if (held?.version !== version) held = { keys: read(file), version }
    return held.keys
  }
  const last = () => {
    const newest = keys().at(-1)
    if (!newest) throw new Error(`${file} holds no key`)
    return newest
  }
  return {
    newest: async () => last().id,
    wrap: async (secret, context) => {
      const { id, key } = last()
      return { kekId: id, wrapped: encrypt(key, context, secret) }
    },
    unwrap: async ({ kekId, wrapped }, context) => {
      // A file that is made now holds no key that ever wrapped anything.
      const found = existsSync(file) ? keys().find(({ id }) => id === kekId) : undefined
      if (!found) throw new Error(`${context} is wrapped under ${kekId}, which ${file} does not hold`)
      return decrypt(found.key, context, wrapped)
    },
  }
}

/** Adds a key that wraps from now on; returns its id. One write of one line: whoever reads meanwhile finds all of it or none. */
export function addFileKey(file: string): string {
  makeUnlessThere(file)
  const key = randomBytes(KEY_BYTES)
  const ends = readFileSync(file, 'utf8').endsWith('\n')
  appendFileSync(file, `${ends ? '' : '\n'}${key.toString('base64')}\n`)
  return idOf(key)
}

function read(file: string): FileKey[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => line.trim() || [])
    .map((line, place) => {
      const key = Buffer.from(line, 'base64')
      if (key.length !== KEY_BYTES)
        throw new Error(`Line ${place + 1} of ${file} does not hold ${KEY_BYTES} bytes in base64`)
      return { id: idOf(key), key: createSecretKey(key) }
    })
}

const idOf = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 16)

function versionOf(file: string): string {
  const { ino, mtimeMs, size } = statSync(file)
  return `${ino} ${mtimeMs} ${size}`
}

function makeUnlessThere(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    // `wx`: of two processes that start together one makes it and the other reads it.
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown
  }
}

type FileKey = { id: string; key: KeyObject }
