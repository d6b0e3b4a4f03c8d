import 'server-only'
import { database } from '@/db/connection'
import { JobRefusal } from './job-refusal'

/** Runs a job while no other process runs one of its name, on any machine. Its lock goes with its connection: a kill frees it. */
export async function soleRunner<T>(name: string, run: () => Promise<T>): Promise<T> {
  const client = await database().$client.connect()
  const lock = [`disclosure:${name}`]
  try {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
      lock,
    )
    if (!rows[0]?.held) throw new JobRefusal(`the job ${name} runs already`)
    const done = await run().finally(() =>
      client.query('select pg_advisory_unlock(hashtextextended($1, 0))', lock).catch(() => undefined),
    )
    return done
  } finally {
    // Closed, not given back: whatever happened, the lock does not live on in the pool.
    client.release(true)
  }
}
