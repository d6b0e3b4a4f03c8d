import 'server-only'
import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { database, type Transaction } from '@/db/connection'
import type { Sealed } from '@/db/schema/columns'
import { psus } from '@/db/schema/psus'
import { recoveryCodes } from '@/db/schema/recovery-codes'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { requireSettledSession } from './cool-down'
import { hashRecoveryCode, newSalt } from './hash-recovery-code'
import { lockPsu } from './lock-psu'
import { formatRecoveryCode, RECOVERY_CODE_BYTES, RECOVERY_CODES } from './recovery-code'

const FIELD = 'recovery_codes.draft'
const DRAFT_MILLIS = 10 * 60_000

const Draft = z.strictObject({
  codes: z.array(z.string()).length(RECOVERY_CODES),
  sessionId: z.string(),
  replaces: z.string().nullable(),
  until: z.number(),
})

/**
 * Ten new codes for one page, and the same sealed for its form. Nothing is kept: they work once the customer says that they
 * have them (`keepRecoveryCodes`), and no page can ever show them again.
 */
export async function draftRecoveryCodes({ psuId, sessionId, now }: DraftRecoveryCodes): Promise<Drafted> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    formatRecoveryCode(randomBytes(RECOVERY_CODE_BYTES)),
  )
  const { key, setId } = await database().transaction(async (tx) => ({
    key: await keyOf(tx, psuId),
    setId: await currentSet(tx, psuId),
  }))
  const draft = { codes, sessionId, replaces: setId, until: now.getTime() + DRAFT_MILLIS }
  return { codes, sealed: key.seal(FIELD, draft).toString('base64url') }
}

/**
 * Makes the codes of a draft count, in the place of all that the customer had before. Only in the session that was shown them,
 * for ten minutes, and only if no others were made meanwhile: a draft that is sent twice, or after others, cannot bring dead
 * codes back. Throws `request_changed` or `cooling_down`.
 */
export async function keepRecoveryCodes(input: KeepRecoveryCodes): Promise<void> {
  const { psuId, sessionId, sealed, requestId, now } = input
  const draft = openDraft(await database().transaction((tx) => keyOf(tx, psuId)), sealed)
  if (draft?.sessionId !== sessionId || draft.until <= now.getTime()) throw new Refusal('request_changed')
  const salt = newSalt()
  // Before the transaction: ten slow hashes must not hold a lock.
  const hashes = await Promise.all(draft.codes.map((code) => hashRecoveryCode(code, salt)))
  const setId = newId()
  await database().transaction(async (tx) => {
    await lockPsu(tx, psuId)
    await requireSettledSession(tx, { sessionId, now })
    if ((await currentSet(tx, psuId)) !== draft.replaces) throw new Refusal('request_changed')
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.psuId, psuId))
    await tx.insert(recoveryCodes).values(
      hashes.map((codeHash) => ({
        id: newId(),
        psuId,
        setId,
        salt,
        codeHash,
        usedAt: null,
        createdAt: now,
      })),
    )
    await recordEvent(tx, {
      at: now,
      type: 'recovery-codes.made',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { count: hashes.length, replaced: draft.replaces !== null },
    })
  })
}

/** How many of the customer's codes still work, and when they were made; null where there are none. */
export async function findRecoveryCodes(psuId: string): Promise<RecoveryCodesLeft | null> {
  const codes = await database().select().from(recoveryCodes).where(eq(recoveryCodes.psuId, psuId))
  const [first] = codes
  if (!first) return null
  const left = codes.filter(({ usedAt }) => usedAt === null).length
  return { left, of: codes.length, madeAt: first.createdAt }
}

async function currentSet(tx: Transaction, psuId: string): Promise<string | null> {
  const [one] = await tx
    .select({ setId: recoveryCodes.setId })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.psuId, psuId))
    .limit(1)
  return one?.setId ?? null
}

async function keyOf(tx: Transaction, psuId: string): Promise<VaultKey> {
  const [psu] = await tx.select({ keyId: psus.keyId }).from(psus).where(eq(psus.id, psuId))
  if (!psu) throw new Refusal('psu_blocked')
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

type Drafted = { codes: string[]; sealed: string }
type DraftRecoveryCodes = { psuId: string; sessionId: string; now: Date }
type KeepRecoveryCodes = DraftRecoveryCodes & { sealed: string; requestId: string | null }
export type RecoveryCodesLeft = { left: number; of: number; madeAt: Date }
