import 'server-only'
import { database } from '@/db/connection'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import type { ReadJob } from './read-job'
import type { Recipient } from './vet-recipient'

/** One step of a job in the audit trail: to whom, on which basis, which fields; never a value of the file. */
export async function recordDisclosure({
  asked: { job, hash },
  recipient,
  runId,
  type,
  detail,
}: RecordDisclosure): Promise<void> {
  await database().transaction(async (tx) => {
    await recordEvent(tx, {
      at: await now(tx),
      type,
      actor: 'system',
      subject: `disclosure:${job.name}`,
      tppId: recipient.tppId,
      detail: {
        ...(runId && { runId }),
        job: hash,
        certificate: recipient.thumbprint,
        basis: job.basis,
        preference: job.preference.from,
        fields: Object.entries(job.protected).map(([name, field]) => `${name}: ${field.class}`),
        ...detail,
      },
    })
  })
}

type RecordDisclosure = {
  asked: ReadJob
  recipient: Recipient
  runId?: string
  type: 'disclosure.started' | 'disclosure.completed' | 'disclosure.refused'
  detail: Record<string, unknown>
}
