import 'server-only'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { activationCodes } from '@/db/schema/activation-codes'
import { psus } from '@/db/schema/psus'
import { countStranger } from '@/lib/audit/count-stranger'
import { Refusal } from '@/lib/errors'
import { CODE_FAILURES_MAX, hashActivationCode } from './activation-code'
import type { IdentityProof } from './identity-proof'

// The address of a browser is a header that anybody can write: by it, a flood could fill the table.
const ANYBODY = 'any browser'

/**
 * Proof by the code that the bank handed to the customer. A code that never existed, is spent, ran out or belongs to
 * a blocked customer is one refusal after the same work, counted by the minute; the look-up is by hash, so its time
 * tells nothing about a code that is nearly right.
 */
export const proveByActivationCode: IdentityProof = {
  async check(evidence, now) {
    const [code] = await database()
      .select({
        proofId: activationCodes.id,
        psuId: activationCodes.psuId,
        settled: activationCodes.settled,
      })
      .from(activationCodes)
      .innerJoin(psus, and(eq(psus.id, activationCodes.psuId), eq(psus.status, 'active')))
      .where(and(eq(activationCodes.codeHash, hashActivationCode(evidence)), usable(now)))
    if (code) return code
    await countStranger({ rule: 'activation.wrong-code', address: ANYBODY })
    throw new Refusal('activation_invalid')
  },

  async spend(tx, { proofId }, now) {
    const [spent] = await tx
      .update(activationCodes)
      .set({ usedAt: now })
      .where(and(eq(activationCodes.id, proofId), usable(now)))
      .returning({ id: activationCodes.id })
    if (!spent) throw new Refusal('activation_invalid')
  },

  async fail({ proofId }) {
    await database()
      .update(activationCodes)
      .set({ failures: sql`${activationCodes.failures} + 1` })
      .where(eq(activationCodes.id, proofId))
  },
}

const usable = (now: Date) =>
  and(
    // One to recover with proves nothing by itself.
    eq(activationCodes.purpose, 'enrol'),
    isNull(activationCodes.usedAt),
    gt(activationCodes.expiresAt, now),
    lt(activationCodes.failures, CODE_FAILURES_MAX),
  )
