import 'server-only'
import { Logger, run } from 'graphile-worker'
import { endThirdParties } from '@/lib/consent/end-third-parties'
import { expireConsent } from '@/lib/consent/expire-consent'
import { lapseConsent } from '@/lib/consent/lapse-consent'
import { startCourier } from '@/lib/delivery/start-courier'
import { env } from '@/lib/env'
import { closeQuiet } from '@/lib/incidents/close-quiet'
import { noticeIncidents } from '@/lib/incidents/notice-incidents'
import { startNoticingSilence } from '@/lib/incidents/start-noticing-silence'
import { log } from '@/lib/log'
import { foldHours } from '@/lib/measurements/fold-hours'
import { planEnding } from '@/lib/notices/plan-ending'
import { planUnusual } from '@/lib/notices/plan-unusual'
import { startNoticeCourier } from '@/lib/notices/start-notice-courier'
import { openJob } from '@/lib/outbox/enqueue-job'
import { executeDue } from '@/lib/payments/execute-due'
import { executePayment } from '@/lib/payments/execute-payment'
import { lapseUnanswered } from '@/lib/payments/lapse-unanswered'
import { checkThirdParty } from '@/lib/posture/check-third-party'
import { buildExport } from '@/lib/privacy/build-export'
import { resumeExports } from '@/lib/privacy/resume-exports'
import { isResealingDue, type ResealPosition, resealRows } from '@/lib/resealing/reseal-rows'
import { makeCheckpoint } from '@/lib/trail/make-checkpoint'
import { tellWitnesses } from '@/lib/trail/tell-witnesses'
import { housekeeping } from './housekeeping'

/** How long one step of sealing anew may take. */
const RESEAL_MILLIS = 3_000

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
    crontab:
      '7 * * * * housekeeping\n*/10 * * * * notices\n* * * * * resumeExports\n* * * * * incidents\n5,15,25,35,45,55 * * * * foldHours\n* * * * * executeDue ?jobKey=executeDue&queue=executeDue\n* * * * * lapseUnanswered\n41 2 * * * reseal ?jobKey=reseal&queue=reseal\n* * * * * checkpoint ?jobKey=checkpoint&queue=checkpoint&max=1',
    taskList: {
      'consent.expire': async (payload) => expireConsent(await openJob('consent.expire', payload)),
      'consent.lapse': async (payload) => lapseConsent(await openJob('consent.lapse', payload)),
      'payment.execute': async (payload) => {
        await executePayment((await openJob('payment.execute', payload)).paymentId)
      },
      executeDue: async () => executeDue(),
      checkpoint: async () => {
        await makeCheckpoint()
        await tellWitnesses()
      },
      lapseUnanswered: async () => lapseUnanswered(),
      'tpp.end': async () => endThirdParties(),
      'posture.check': async (payload) => checkThirdParty(await openJob('posture.check', payload)),
      'export.build': async (payload) => buildExport(await openJob('export.build', payload)),
      resumeExports: async () => resumeExports(),
      housekeeping: async () => housekeeping(),
      // Every night, in steps that no stop of this instance waits long for; each leaves the next one where it stood.
      reseal: async (payload, { addJob }) => {
        const { left: from = null } = payload as { left?: ResealPosition }
        if (!from && !(await isResealingDue())) return
        const { left, closed } = await resealRows({ from, forMillis: RESEAL_MILLIS })
        if (left) await addJob('reseal', { left }, { jobKey: 'reseal', queueName: 'reseal' })
        else if (closed > 0) log.error({ closed }, 'Sealed values do not open, and were left as they are')
      },
      foldHours: async () => foldHours(),
      incidents: async () => {
        await noticeIncidents()
        await closeQuiet()
      },
      notices: async () => {
        await planEnding()
        await planUnusual()
      },
    },
    logger: quietLogger(),
  })
  const couriers = [startCourier(), startNoticeCourier(), startNoticingSilence()]
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
