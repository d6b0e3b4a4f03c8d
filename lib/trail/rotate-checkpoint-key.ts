import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { checkpointKeys } from '@/db/schema/checkpoint-keys'
import { rotateLastingKey } from '@/lib/signing/rotate-lasting-key'
import type { RotationStep } from '@/lib/signing/rotation-step'
import { loadCheckpointKey, makeCheckpointKey } from './checkpoint-keys'
import { lockTree } from './make-checkpoint'

/** One step of the rotation of the key that signs checkpoints. No server holds it: it retires at once. */
export async function rotateCheckpointKey({ publishedSeconds }: RotateCheckpointKey): Promise<RotationStep> {
  return database().transaction(async (tx) => {
    await lockTree(tx)
    await loadCheckpointKey(tx)
    return rotateLastingKey(tx, {
      keys: checkpointKeys,
      purpose: 'checkpoints',
      make: () => makeCheckpointKey(tx, false),
      retiresAt: sql`placet_now()`,
      publishedSeconds,
    })
  })
}

type RotateCheckpointKey = { publishedSeconds: number }
