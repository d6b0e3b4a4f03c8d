import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call } from './record-call'
import type { Snapshot } from './snapshot'

/**
 * One visitor a browser: in memory, and after each change in a file, so that a restart keeps connections.
 * The file knows only the hash of a browser's cookie; who reads it cannot become a visitor.
 */
export function openStore(home: string): Store {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const file = join(home, 'visitors.json')
  const visitors = new Map<string, Visitor>(readVisitors(file))
  const write = () => {
    // Beside and then over the old file: a crash in the middle of writing must not cost every connection.
    writeFileSync(`${file}.new`, JSON.stringify([...visitors]), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return {
    find: (cookie) => (cookie === undefined ? null : (visitors.get(keyOf(cookie)) ?? null)),
    save(cookie, visitor) {
      visitors.set(keyOf(cookie), visitor)
      write()
    },
    findByConsent(consentId) {
      for (const [key, visitor] of visitors)
        if (visitor.connection?.consentId === consentId || visitor.asking?.consentId === consentId)
          return { key, visitor }
      return null
    },
    change(key, visitor) {
      visitors.set(key, visitor)
      write()
    },
    forget(cookie) {
      visitors.delete(keyOf(cookie))
      write()
    },
  }
}

function readVisitors(file: string): [string, Visitor][] {
  try {
    const stored: [string, Visitor][] = JSON.parse(readFileSync(file, 'utf8'))
    // Who never came back from the bank leaves nothing behind.
    return stored.filter(([, visitor]) => visitor.connection !== null)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new Error(`Reading ${file}`, { cause: error })
  }
}

function keyOf(cookie: string) {
  return createHash('sha256').update(cookie).digest('base64url')
}

export type Store = {
  find(cookie: string | undefined): Visitor | null
  save(cookie: string, visitor: Visitor): void
  forget(cookie: string): void
  /** Whose consent it is, while they are connected or on their way; for what the bank tells us behind their back. */
  findByConsent(consentId: string): { key: string; visitor: Visitor } | null
  change(key: string, visitor: Visitor): void
}

/**
 * `asking` is set between our request to the bank and the customer's return, `connection` from then on.
 * `calls` are those of the last thing the visitor did, nothing older.
 */
export type Visitor = {
  asking: Asking | null
  connection: Connection | null
  notice: Notice | null
  calls: Call[]
}

export type Asking = { consentId: string; state: string; codeVerifier: string }

/** `ended` is null while the bank lets us read; else the word for why it no longer does. */
export type Connection = {
  consentId: string
  validUntil: string | null
  tokens: Tokens
  ended: { as: EndedAs; at: string } | null
  snapshot: Snapshot | null
}

export type Tokens = { access: string; accessUntil: string; refresh: string | null }

export type EndedAs = 'stopped' | 'expired' | 'lapsed'

export type Notice = { tone: 'good' | 'plain' | 'warning'; text: string; at: string }
