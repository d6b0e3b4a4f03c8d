import 'server-only'
import { database } from '@/db/connection'
import { exports } from '@/db/schema/exports'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { isUnattended } from './export-lease'

/** Queues anew what nobody is at work on: a worker that was killed holds its job for hours, and its lease for two minutes. */
export async function resumeExports(): Promise<void> {
  const left = await database().select({ id: exports.id }).from(exports).where(isUnattended())
  for (const { id } of left)
    await database().transaction((tx) =>
      enqueueJob(tx, 'export.build', { exportId: id }, { runAt: new Date(), jobKey: `export:${id}` }),
    )
}
