import 'server-only'
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { database } from '@/db/connection'
import { staff, staffPasskeys } from '@/db/schema/staff'
import { countStranger } from '@/lib/audit/count-stranger'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { answerEvenly } from '@/lib/sca/answer-evenly'
import type { AssertionResponse } from '@/lib/sca/assertion-answer'
import { type Failure, judgeAssertion } from '@/lib/sca/judge-assertion'
import { countFailure, isLocked } from '@/lib/sca/lock-out'
import { assertionOptions } from '@/lib/sca/passkey-options'
import { staffHandleOf } from '@/lib/sca/relying-party'
import { giveStaffChallenge, takeStaffChallenge } from './staff-challenge'

const BINDING = 'staff-sign-in'
// The address of a browser is a header that anybody can write: by it, a flood could fill the table.
const ANYBODY = 'any browser'

/** Options for signing in as staff: the same for everybody, so they tell nothing. */
export async function startStaffSignIn({ now }: { now: Date }) {
  const given = await giveStaffChallenge({ purpose: 'sign-in', binding: BINDING, staffId: null, now })
  const options = await assertionOptions({ challenge: given.challenge, allowed: [] })
  return { challengeId: given.challengeId, options }
}

/**
 * Which colleague a passkey's answer authenticates, once per challenge. It is looked for among the passkeys of staff and
 * nowhere else: a customer's is unknown here. Throws `challenge_spent`, `sca_failed` or `sca_locked`, all answered alike.
 */
export function verifyColleague(input: VerifyColleague): Promise<{ staffId: string; credentialId: string }> {
  return answerEvenly(() => verify(input))
}

async function verify({ challengeId, response, now }: VerifyColleague) {
  const { challenge } = await takeStaffChallenge({ challengeId, purpose: 'sign-in', binding: BINDING, now })
  const [passkey] = await database()
    .select()
    .from(staffPasskeys)
    .innerJoin(staff, eq(staff.id, staffPasskeys.staffId))
    .where(eq(staffPasskeys.credentialId, response.id))
  if (!passkey) {
    await countStranger({ rule: 'staff.unknown-credential', address: ANYBODY })
    throw new Refusal('sca_failed')
  }
  const { staff_passkeys: known, staff: colleague } = passkey
  if (isLocked(known, now)) throw new Refusal('sca_locked')
  const handle = staffHandleOf(known.staffId)
  const verdict = await judgeAssertion({ response, challenge, passkey: known, handle, asked: 'anybody' })
  if (verdict.failure !== null) {
    await fail({ credentialId: known.credentialId, reason: verdict.failure, now })
    throw new Refusal(verdict.failure === 'counter' ? 'sca_locked' : 'sca_failed')
  }
  await accept({ known, counter: verdict.counter, now })
  if (colleague.status !== 'active') throw new Refusal('sca_failed')
  return { staffId: known.staffId, credentialId: known.credentialId }
}

/** Checks once more in the statement that writes: a lock or a higher counter that came meanwhile wins. */
async function accept({ known, counter, now }: Accept): Promise<void> {
  const [accepted] = await database()
    .update(staffPasskeys)
    .set({ counter, failures: 0, lockedUntil: null, lastUsedAt: now })
    .where(
      and(
        eq(staffPasskeys.credentialId, known.credentialId),
        eq(staffPasskeys.counter, known.counter),
        eq(staffPasskeys.lockedForGood, false),
        or(isNull(staffPasskeys.lockedUntil), lte(staffPasskeys.lockedUntil, now)),
      ),
    )
    .returning({ credentialId: staffPasskeys.credentialId })
  if (!accepted) throw new Refusal('sca_failed')
}

/** Counted under a row lock, locked like a customer's, and told to the security log. */
async function fail({ credentialId, reason, now }: Fail): Promise<void> {
  await database().transaction(async (tx) => {
    const own = eq(staffPasskeys.credentialId, credentialId)
    const [known] = await tx.select().from(staffPasskeys).where(own).for('update')
    if (!known || (reason !== 'counter' && isLocked(known, now))) return
    const { failures, lock } =
      reason === 'counter'
        ? { failures: known.failures + 1, lock: { lockedUntil: null, lockedForGood: true } }
        : countFailure(known.failures, { signed: reason !== 'unsigned', now })
    await tx
      .update(staffPasskeys)
      .set({ failures, ...lock })
      .where(own)
    await recordEvent(tx, {
      at: now,
      type: 'staff.authentication-failed',
      actor: 'system',
      subject: `staff:${known.staffId}`,
      detail: { reason, failures, locked: lock !== null },
    })
  })
}

type VerifyColleague = { challengeId: string; response: AssertionResponse; now: Date }
type Accept = { known: { credentialId: string; counter: number }; counter: number; now: Date }
type Fail = { credentialId: string; reason: Failure; now: Date }
