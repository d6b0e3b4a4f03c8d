import 'server-only'
import { Logger, type Runner, run } from 'graphile-worker'
import { expireConsent } from '@/lib/consent/expire-consent'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { openJob } from '@/lib/outbox/enqueue-job'
import { housekeeping } from './housekeeping'

/**
 * Runs the queued jobs of this instance; any number of instances may. Jobs survive restarts and run at least once, so
 * each of them is harmless when repeated. Every hour what has run out is removed, and partitions are made ahead.
 */
export async function startWorker(): Promise<Runner> {
  const runner = await run({
    connectionString: env.DATABASE_URL,
    concurrency: 2,
    noHandleSignals: true,
    crontab: '7 * * * * housekeeping',
    taskList: {
      'consent.expire': async (payload) => expireConsent(await openJob('consent.expire', payload)),
      housekeeping: async () => housekeeping(),
    },
    logger: quietLogger(),
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(
      signal,
      () => void runner.stop().catch((thrown) => log.warn({ err: thrown }, 'Ending the jobs')),
    )
  return runner
}

function quietLogger() {
  return new Logger((scope) => (level, message) => {
    if (level === 'error' || level === 'warning') log.error({ scope, jobMessage: message }, 'job')
  })
}
