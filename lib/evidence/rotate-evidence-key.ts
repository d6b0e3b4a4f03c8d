import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { evidenceKeys } from '@/db/schema/evidence-keys'
import { rotateLastingKey } from '@/lib/signing/rotate-lasting-key'
import type { RotationStep } from '@/lib/signing/rotation-step'
import { lockEvidenceKeys, makeEvidenceKey } from './evidence-keys'

/** A server may sign with the old key for as long as it holds it; the key's time ends after that. */
const LAG = sql`interval '1 minute'`

/** One step of the rotation of the key that signs receipts. */
export async function rotateEvidenceKey({ publishedSeconds }: RotateEvidenceKey): Promise<RotationStep> {
  return database().transaction(async (tx) => {
    await lockEvidenceKeys(tx)
    return rotateLastingKey(tx, {
      keys: evidenceKeys,
      purpose: 'evidence',
      make: () => makeEvidenceKey(tx, false),
      retiresAt: sql`greatest(now(), placet_now()) + ${LAG}`,
      publishedSeconds,
    })
  })
}

type RotateEvidenceKey = { publishedSeconds: number }
