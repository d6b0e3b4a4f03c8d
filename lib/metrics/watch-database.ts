import 'server-only'
import { Gauge } from 'prom-client'
import { database, keysDatabase } from '@/db/connection'
import { timeLimit } from '@/lib/env'
import { log } from '@/lib/log'
import { countWaiting, WAITING } from './count-waiting'
import { metricsRegistry } from './registry'

const WITHIN_MILLIS = 2_000

/** The pools of this process, and what waits in the database, counted as often as somebody asks for the metrics. Called once. */
export function watchDatabase(): { count: () => Promise<void> } {
  const registers = [metricsRegistry()]
  new Gauge({
    ...DATABASE_METRICS.pool,
    registers,
    collect() {
      for (const [name, { $client: pool }] of [
        ['main', database()],
        ['keys', keysDatabase()],
      ] as const) {
        this.set({ database: name, state: 'in_use' }, pool.totalCount - pool.idleCount)
        this.set({ database: name, state: 'idle' }, pool.idleCount)
        this.set({ database: name, state: 'waited_for' }, pool.waitingCount)
      }
    },
  })
  const answers = new Gauge({ ...DATABASE_METRICS.answers, registers })
  const gauges = new Map(
    WAITING.map(({ name, help }) => [
      name as string,
      new Gauge({ name, help, labelNames: ['kind'], registers }),
    ]),
  )
  return {
    count: async () => {
      for (const gauge of gauges.values()) gauge.reset()
      try {
        const counts = await inTime(countWaiting())
        for (const { name, kinds } of WAITING) for (const kind of kinds) gauges.get(name)?.set({ kind }, 0)
        for (const { name, kind, value } of counts) gauges.get(name)?.set({ kind }, value)
        answers.set(1)
      } catch (thrown) {
        // Told as absent, not as 0: an alarm on `absent()` or on this metric, never a comfort.
        answers.set(0)
        log.warn({ err: thrown }, 'What waits could not be counted')
      }
    },
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database took too long')), timeLimit(WITHIN_MILLIS))
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

export const DATABASE_METRICS = {
  pool: {
    name: 'placet_database_connections',
    help: 'Connections of this process, by database and state',
    labelNames: ['database', 'state'],
  },
  answers: {
    name: 'placet_database_answers',
    help: 'Whether the database told what waits when it was asked for this: 1, or 0 and then nothing of it is told',
  },
} as const
