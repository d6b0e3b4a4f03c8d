import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { database, type Transaction } from '@/db/connection'
import type { Sealed } from '@/db/schema/columns'
import { psus } from '@/db/schema/psus'
import { recoveryLetters } from '@/db/schema/recovery-letters'
import { Refusal } from '@/lib/errors'
import { countsUntil, drawActivationCode, issueWithin } from '@/lib/psu/issue-activation-code'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'

const FIELD = 'recovery_letters.draft'
const DRAFT_MILLIS = 30 * 60_000
/** So many signs of the code are typed from the sheet: who printed one and then another sends the one that counts. */
export const TYPED_SIGNS = 4

const Draft = z.strictObject({
  code: z.string(),
  letterId: z.string(),
  staffId: z.string(),
  until: z.number(),
})

/**
 * A code for the sheet of a waiting letter, and the same sealed for the form below it. Nothing is kept: it counts once the
 * sheet was sent (`sendLetter`), and no page can show it again. Null where no such letter waits.
 */
export async function draftLetter({ letterId, staffId, now }: DraftLetter): Promise<DraftedLetter | null> {
  const [waiting] = await database()
    .select({ keyId: psus.keyId, sealedName: psus.sealedName, locale: psus.locale })
    .from(recoveryLetters)
    .innerJoin(psus, and(eq(psus.id, recoveryLetters.psuId), eq(psus.status, 'active')))
    .where(isWaiting(letterId))
  if (!waiting) return null
  const key = await vaultKey(waiting.keyId)
  const code = drawActivationCode()
  const draft = { code, letterId, staffId, until: now.getTime() + DRAFT_MILLIS }
  return {
    code,
    sealed: key.seal(FIELD, draft).toString('base64url'),
    customer: key.open<string>('psus.name', waiting.sealedName),
    locale: waiting.locale,
    expiresAt: countsUntil(now),
  }
}

/**
 * Staff say that a sheet was sent: its code counts from now on, the letter waits no longer, and the customer is told. Only who
 * printed it, for half an hour, with the last signs of its code as they stand on paper; once. Throws `request_changed`, and
 * `resource_unknown` where no such letter waits.
 */
export async function sendLetter({
  letterId,
  staffId,
  sealed,
  typed,
  requestId,
  now,
}: SendLetter): Promise<void> {
  await database().transaction(async (tx) => {
    const actor = `staff:${staffId}` as const
    const [sent] = await tx
      .update(recoveryLetters)
      .set({ sentAt: now, sentBy: actor })
      .where(isWaiting(letterId))
      .returning({ psuId: recoveryLetters.psuId })
    if (!sent) throw new Refusal('resource_unknown')
    const { psuId } = sent
    const draft = openDraft(await keyOf(tx, psuId), sealed)
    if (draft?.letterId !== letterId || draft.staffId !== staffId || draft.until <= now.getTime())
      throw new Refusal('request_changed')
    if (draft.code.slice(-TYPED_SIGNS) !== typed.trim().toUpperCase()) throw new Refusal('request_changed')
    await issueWithin(tx, { psuId, purpose: 'recover', code: draft.code, actor, requestId, now })
  })
}

const isWaiting = (letterId: string) => and(eq(recoveryLetters.id, letterId), isNull(recoveryLetters.sentAt))

async function keyOf(tx: Transaction, psuId: string): Promise<VaultKey> {
  const [psu] = await tx
    .select({ keyId: psus.keyId })
    .from(psus)
    .where(and(eq(psus.id, psuId), eq(psus.status, 'active')))
  if (!psu) throw new Refusal('resource_unknown')
  return vaultKey(psu.keyId)
}

function openDraft(key: VaultKey, sealed: string) {
  try {
    return Draft.parse(key.open(FIELD, Buffer.from(sealed, 'base64url') as Sealed))
  } catch {
    // It comes back from a browser: whatever does not open was not made here, or for somebody else.
    return null
  }
}

type DraftLetter = { letterId: string; staffId: string; now: Date }
type SendLetter = DraftLetter & { sealed: string; typed: string; requestId: string | null }
type DraftedLetter = {
  code: string
  sealed: string
  customer: string
  locale: string | null
  expiresAt: Date
}
