import 'server-only'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { activationCodes } from '@/db/schema/activation-codes'
import { psus } from '@/db/schema/psus'
import { recoveryCodes } from '@/db/schema/recovery-codes'
import { countStranger } from '@/lib/audit/count-stranger'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { CODE_FAILURES_MAX, hashActivationCode } from './activation-code'
import { hashRecoveryCode } from './hash-recovery-code'

// The address of a browser is a header that anybody can write: by it, a flood could fill the table.
const ANYBODY = 'any browser'

/**
 * Whom a letter of the bank and one of the customer's own codes name together, without using either up; one without the other
 * names nobody. The letter says whose codes are tried, so that nobody can try codes of everybody; the try is counted before it
 * is made, so that five are five however many arrive at once. Each fault is `recovery_invalid`. The slow hash is only made for
 * who has a letter: strangers shall not cost the bank a tenth of a second each, and 128 bits are not guessed by the clock.
 */
export async function checkRecovery({ letter, code, requestId, now }: CheckRecovery): Promise<Recovery> {
  const tried = await countTry(letter, now)
  if (!tried) {
    await countStranger({ rule: 'recovery.wrong-letter', address: ANYBODY })
    throw new Refusal('recovery_invalid')
  }
  const held = await unusedCodesOf(tried.psuId)
  const [first] = held
  const codeHash = first && (await hashRecoveryCode(code, first.salt))
  const found = held.find((one) => codeHash && one.codeHash.equals(codeHash))
  if (!found) {
    await recordRefused({ ...tried, requestId, now })
    throw new Refusal('recovery_invalid')
  }
  await database()
    .update(activationCodes)
    .set({ failures: sql`${activationCodes.failures} - 1` })
    .where(eq(activationCodes.id, tried.letterId))
  return { psuId: tried.psuId, letterId: tried.letterId, codeId: found.id }
}

/**
 * Uses both up inside the transaction that enrols, each by a statement that looks and takes at once; throws `recovery_invalid`
 * when another was faster with either.
 */
export async function spendRecovery(tx: Transaction, { recovery, now }: SpendRecovery): Promise<void> {
  const { psuId, letterId, codeId } = recovery
  const letters = await tx
    .update(activationCodes)
    .set({ usedAt: now })
    .where(
      and(
        eq(activationCodes.id, letterId),
        isNull(activationCodes.usedAt),
        gt(activationCodes.expiresAt, now),
      ),
    )
    .returning({ id: activationCodes.id })
  const codes = await tx
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(and(eq(recoveryCodes.id, codeId), eq(recoveryCodes.psuId, psuId), isNull(recoveryCodes.usedAt)))
    .returning({ id: recoveryCodes.id })
  if (letters.length === 0 || codes.length === 0) throw new Refusal('recovery_invalid')
}

async function countTry(letter: string, now: Date): Promise<Tried | null> {
  const [tried] = await database()
    .update(activationCodes)
    .set({ failures: sql`${activationCodes.failures} + 1` })
    .from(psus)
    .where(
      and(
        eq(activationCodes.codeHash, hashActivationCode(letter)),
        eq(activationCodes.purpose, 'recover'),
        isNull(activationCodes.usedAt),
        gt(activationCodes.expiresAt, now),
        lt(activationCodes.failures, CODE_FAILURES_MAX),
        eq(psus.id, activationCodes.psuId),
        eq(psus.status, 'active'),
      ),
    )
    .returning({
      letterId: activationCodes.id,
      psuId: activationCodes.psuId,
      failures: activationCodes.failures,
    })
  return tried ?? null
}

const unusedCodesOf = (psuId: string) =>
  database()
    .select()
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.psuId, psuId), isNull(recoveryCodes.usedAt)))

/** Somebody has a letter of this customer and no code of theirs: the customer ought to know. */
async function recordRefused({ psuId, failures, requestId, now }: RecordRefused): Promise<void> {
  await database().transaction((tx) =>
    recordEvent(tx, {
      at: now,
      type: 'recovery.refused',
      actor: 'anonymous',
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { failures, letterEnded: failures >= CODE_FAILURES_MAX },
    }),
  )
}

type Tried = { letterId: string; psuId: string; failures: number }
type RecordRefused = Tried & { requestId: string | null; now: Date }
export type Recovery = { psuId: string; letterId: string; codeId: string }
type SpendRecovery = { recovery: Recovery; now: Date }
type CheckRecovery = { letter: string; code: string; requestId: string | null; now: Date }
