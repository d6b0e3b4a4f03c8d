import 'server-only'
import { Logger, run } from 'graphile-worker'
import { endThirdParties } from '@/lib/consent/end-third-parties'
import { expireConsent } from '@/lib/consent/expire-consent'
import { lapseConsent } from '@/lib/consent/lapse-consent'
import { startCourier } from '@/lib/delivery/start-courier'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { planEnding } from '@/lib/notices/plan-ending'
import { planUnusual } from '@/lib/notices/plan-unusual'
import { startNoticeCourier } from '@/lib/notices/start-notice-courier'
import { openJob } from '@/lib/outbox/enqueue-job'
import { checkThirdParty } from '@/lib/posture/check-third-party'
import { buildExport } from '@/lib/privacy/build-export'
import { resumeExports } from '@/lib/privacy/resume-exports'
import { housekeeping } from './housekeeping'

/**
 * Runs the queued jobs of this instance and its couriers to third parties and customers; any number of instances may. Jobs
 * survive restarts and run at least once, so each of them is harmless when repeated. Every hour what has run out is removed,
 * and partitions are made ahead.
 */
export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  const runner = await run({
    connectionString: env.DATABASE_URL,
    concurrency: 2,
    noHandleSignals: true,
    crontab: '7 * * * * housekeeping\n*/10 * * * * notices\n* * * * * resumeExports',
    taskList: {
      'consent.expire': async (payload) => expireConsent(await openJob('consent.expire', payload)),
      'consent.lapse': async (payload) => lapseConsent(await openJob('consent.lapse', payload)),
      'tpp.end': async () => endThirdParties(),
      'posture.check': async (payload) => checkThirdParty(await openJob('posture.check', payload)),
      'export.build': async (payload) => buildExport(await openJob('export.build', payload)),
      resumeExports: async () => resumeExports(),
      housekeeping: async () => housekeeping(),
      notices: async () => {
        await planEnding()
        await planUnusual()
      },
    },
    logger: quietLogger(),
  })
  const couriers = [startCourier(), startNoticeCourier()]
  return {
    stop: async () => {
      await Promise.all([runner.stop(), ...couriers.map((courier) => courier.stop())])
    },
  }
}

/** Its own sentences quote what a job threw, a failed statement's values too: where there is a fault, only that is logged. */
export function quietLogger(to: Pick<typeof log, 'error'> = log) {
  return new Logger((scope) => (level, message, meta) => {
    if (level !== 'error' && level !== 'warning') return
    const err = meta?.error ?? meta?.fatalError
    if (err) to.error({ scope, err }, 'A job failed')
    else to.error({ scope, jobMessage: message }, 'job')
  })
}
