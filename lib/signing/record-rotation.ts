import 'server-only'
import type { Transaction } from '@/db/connection'
import { recordEvent } from '@/lib/audit/record-event'
import type { RotationStep } from './rotation-step'

/** Writes a step of a rotation into the trail, a line for each key. `purpose`: what the keys sign, where it is not tokens and messages. */
export async function recordRotation(tx: Transaction, { step, purpose, now }: RecordRotation): Promise<void> {
  for (const kid of step.kids)
    await recordEvent(tx, {
      at: now,
      type: 'signing-key.rotated',
      actor: 'system',
      subject: `key:${kid}`,
      detail: { step: step.did, ...(purpose ? { purpose } : {}) },
    })
}

type RecordRotation = { step: RotationStep; purpose?: string; now: Date }
