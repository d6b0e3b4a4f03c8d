import { setTimeout as pause } from 'node:timers/promises'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'
import { isUnavailable, wasGivenUp } from './unavailable'

const TRIES = 3
const PAUSE_MILLIS = 20

/**
 * Transactions of a pool. One that PostgreSQL gave up for the sake of others (a deadlock, a failure of serialization: nothing of
 * it was done) runs again, at most three times with a growing pause, so what `run` does beside the database must bear repeating.
 * A connection that failed goes back to no pool: drizzle's own way keeps one for ever whose `begin` fails, and waits for the
 * rollback of one that is silent.
 */
export function transactionsOf(pool: Pool): NodePgDatabase['transaction'] {
  return async (run, config) => {
    for (let nth = 1; ; nth += 1)
      try {
        return await once(pool, run, config)
      } catch (thrown) {
        if (nth >= TRIES || !wasGivenUp(thrown)) throw thrown
        await pause(nth * PAUSE_MILLIS * (1 + Math.random()))
      }
  }
}

async function once<T>(pool: Pool, run: Run<T>, config: Config): Promise<T> {
  const client = releasing(await pool.connect())
  try {
    return await drizzle({ client: client.own, casing: 'snake_case' }).transaction(async (tx) => {
      try {
        return await run(tx)
      } catch (thrown) {
        // Before the rollback, which on a silent connection would only be the next to wait.
        if (isLost(thrown)) client.release(true)
        throw thrown
      }
    }, config)
  } catch (thrown) {
    client.release(isLost(thrown))
    throw thrown
  } finally {
    client.release(false)
  }
}

const isLost = (thrown: unknown) => isUnavailable(thrown) && !wasGivenUp(thrown)

/** The first word counts. */
function releasing(own: PoolClient) {
  let released = false
  return {
    own,
    release: (isLost: boolean) => {
      if (!released) own.release(isLost)
      released = true
    },
  }
}

type Run<T> = Parameters<NodePgDatabase['transaction']>[0] extends (tx: infer Tx) => unknown
  ? (tx: Tx) => Promise<T>
  : never
type Config = Parameters<NodePgDatabase['transaction']>[1]
