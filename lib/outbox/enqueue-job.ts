import 'server-only'
import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { bankKey } from '@/lib/vault/vault'

/** Every job of the house with what its payload holds. Payloads are sealed: the queue is not a second data store. */
export type Jobs = {
  'consent.expire': { consentId: string }
  'consent.lapse': { consentId: string }
  'payment.execute': { paymentId: string }
  'tpp.end': { tppId: string }
  'posture.check': { tppId: string }
  'export.build': { exportId: string }
}

/**
 * Queues a job inside the deciding transaction: it exists if and only if the decision does. The same `jobKey` replaces
 * an earlier job that has not run yet; with `keepsTime` the earlier job's time stays. Of a queue `oneByOne` one job runs at a
 * time, on all instances together.
 */
export async function enqueueJob<J extends keyof Jobs>(
  tx: Transaction,
  job: J,
  payload: Jobs[J],
  { runAt, jobKey, oneByOne = null, keepsTime = false }: WhenToRun,
): Promise<void> {
  const sealed = (await bankKey()).seal(`job.${job}`, payload).toString('base64')
  await tx.execute(
    sql`select graphile_worker.add_job(${job}, json_build_object('sealed', ${sealed}::text), run_at => ${runAt.toISOString()}::timestamptz, job_key => ${jobKey}, max_attempts => 25, queue_name => ${oneByOne}::text, job_key_mode => ${keepsTime ? 'preserve_run_at' : 'replace'})`,
  )
}

/** Opens a payload that `enqueueJob` sealed. */
export async function openJob<J extends keyof Jobs>(job: J, payload: unknown): Promise<Jobs[J]> {
  const { sealed } = payload as { sealed: string }
  return (await bankKey()).open<Jobs[J]>(`job.${job}`, Buffer.from(sealed, 'base64'))
}

type WhenToRun = { runAt: Date; jobKey: string; oneByOne?: string | null; keepsTime?: boolean }
