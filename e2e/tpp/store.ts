import { createHash } from 'node:crypto'
import { keptFile } from '../outside/kept-file'
import type { Call } from '../outside/record-call'
import type { Snapshot } from './snapshot'

/** A customer of whom we hold nothing. */
export const NOTHING_HELD: Customer = { asking: null, connection: null, notice: null, calls: [] }

/**
 * Our users, who is signed in, and what we hold of each: in memory, and after each change in one file that its owner alone
 * may read, so that a restart keeps connections. Tokens stand in it as they are; of a session and a password only a hash.
 */
export function openStore(home: string): Store {
  const file = keptFile<Stored>({ home, name: 'users.json' })
  const stored = file.read() ?? { users: [], sessions: [], customers: [] }
  const users = new Map(stored.users)
  const sessions = new Map(stored.sessions)
  const customers = new Map(stored.customers)
  const write = () => file.write({ users: [...users], sessions: [...sessions], customers: [...customers] })
  return {
    findUser: (id) => users.get(id) ?? null,
    findUserByName: (name) => {
      const key = nameKey(name)
      return [...users.values()].find((user) => nameKey(user.name) === key) ?? null
    },
    addUser(user) {
      users.set(user.id, user)
      write()
    },
    openSession(cookie, session) {
      for (const [key, { endsAt }] of sessions) if (new Date(endsAt) <= new Date()) sessions.delete(key)
      sessions.set(keyOf(cookie), session)
      write()
    },
    findSession(cookie, now) {
      const session = cookie === undefined ? undefined : sessions.get(keyOf(cookie))
      return session && new Date(session.endsAt) > now ? session : null
    },
    endSession(cookie) {
      if (sessions.delete(keyOf(cookie))) write()
    },
    find: (userId) => customers.get(userId) ?? NOTHING_HELD,
    save(userId, customer) {
      // An answer of the bank may come after its user left: then there is nobody to keep it for.
      if (!users.has(userId)) return
      customers.set(userId, customer)
      write()
    },
    findByConsent(consentId) {
      for (const [userId, customer] of customers)
        if (customer.connection?.consentId === consentId || customer.asking?.consentId === consentId)
          return { userId, customer }
      return null
    },
    forget(userId) {
      users.delete(userId)
      customers.delete(userId)
      for (const [key, session] of sessions) if (session.userId === userId) sessions.delete(key)
      write()
    },
  }
}

/** Two names that look the same to a person are one. */
function nameKey(name: string) {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}

function keyOf(cookie: string) {
  return createHash('sha256').update(cookie).digest('base64url')
}

type Stored = { users: [string, User][]; sessions: [string, Session][]; customers: [string, Customer][] }

export type Store = {
  findUser(id: string): User | null
  findUserByName(name: string): User | null
  addUser(user: User): void
  openSession(cookie: string, session: Session): void
  findSession(cookie: string | undefined, now: Date): Session | null
  endSession(cookie: string): void
  /** What we hold of one user; nobody else's is ever reached by it. */
  find(userId: string): Customer
  save(userId: string, customer: Customer): void
  /** Whose consent it is, while they are connected or on their way; for what the bank tells us behind their back. */
  findByConsent(consentId: string): { userId: string; customer: Customer } | null
  /** The user, every session of theirs, and all that we hold. */
  forget(userId: string): void
}

export type User = { id: string; name: string; password: { salt: string; hash: string } }
export type Session = { userId: string; endsAt: string }

/**
 * `asking` is set between our request to the bank and the customer's return, `connection` from then on.
 * `calls` are those of the last thing the customer did, nothing older.
 */
export type Customer = {
  asking: Asking | null
  connection: Connection | null
  notice: Notice | null
  calls: Call[]
}

export type Asking = { consentId: string; state: string; codeVerifier: string }

/**
 * `ended` is null while the bank lets us read; else the word for why it no longer does. `waiting`: the customer has said yes,
 * and the bank waits for another holder of an account; until then we do not ask for anything.
 */
export type Connection = {
  consentId: string
  validUntil: string | null
  tokens: Tokens
  waiting: boolean
  ended: { as: EndedAs; at: string } | null
  snapshot: Snapshot | null
}

export type Tokens = { access: string; accessUntil: string; refresh: string | null }

export type EndedAs = 'stopped' | 'expired' | 'lapsed' | 'refused'

export type Notice = { tone: 'good' | 'plain' | 'warning'; text: string; at: string }
