import 'server-only'
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { database } from '@/db/connection'
import { countStranger } from '@/lib/audit/count-stranger'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { answerEvenly } from './answer-evenly'
import type { AssertionResponse } from './assertion-answer'
import { type Failure, judgeAssertion } from './judge-assertion'
import { countFailure, isLocked } from './lock-out'
import { assertionOptions } from './passkey-options'
import type { Realm } from './realm'
import { giveRealmChallenge, takeRealmChallenge } from './realm-challenge'

// The address of a browser is a header that anybody can write: by it, a flood could fill the table.
const ANYBODY = 'any browser'

/** Options for signing in to a realm: the same for everybody, so they tell nothing. */
export async function startRealmSignIn(realm: Realm, { now }: { now: Date }) {
  const binding = bindingOf(realm)
  const given = await giveRealmChallenge(realm, { purpose: 'sign-in', binding, holderId: null, now })
  const options = await assertionOptions({ challenge: given.challenge, allowed: [] })
  return { challengeId: given.challengeId, options }
}

/**
 * Whom of a realm a passkey's answer authenticates, once per challenge. It is looked for among the passkeys of that realm and
 * nowhere else: another's is unknown here. Throws `challenge_spent`, `sca_failed` or `sca_locked`, all answered alike.
 */
export function verifyInRealm(realm: Realm, input: VerifyInRealm): Promise<Verified> {
  return answerEvenly(() => verify(realm, input))
}

async function verify(realm: Realm, { challengeId, response, now }: VerifyInRealm): Promise<Verified> {
  const { passkeys, kind } = realm
  const binding = bindingOf(realm)
  const { challenge } = await takeRealmChallenge(realm, { challengeId, purpose: 'sign-in', binding, now })
  const [known] = await database().select().from(passkeys).where(eq(passkeys.credentialId, response.id))
  if (!known) {
    await countStranger({ rule: `${kind}.unknown-credential`, address: ANYBODY })
    throw new Refusal('sca_failed')
  }
  if (isLocked(known, now)) throw new Refusal('sca_locked')
  const handle = realm.handleOf(known.holderId)
  const verdict = await judgeAssertion({ response, challenge, passkey: known, handle, asked: 'anybody' })
  if (verdict.failure !== null) {
    await fail(realm, { credentialId: known.credentialId, reason: verdict.failure, now })
    throw new Refusal(verdict.failure === 'counter' ? 'sca_locked' : 'sca_failed')
  }
  await accept(realm, { known, counter: verdict.counter, now })
  if (!(await realm.mayEnter(known.holderId))) throw new Refusal('sca_failed')
  return { holderId: known.holderId, credentialId: known.credentialId }
}

/** Checks once more in the statement that writes: a lock or a higher counter that came meanwhile wins. */
async function accept({ passkeys }: Realm, { known, counter, now }: Accept): Promise<void> {
  const [accepted] = await database()
    .update(passkeys)
    .set({ counter, failures: 0, lockedUntil: null, lastUsedAt: now })
    .where(
      and(
        eq(passkeys.credentialId, known.credentialId),
        eq(passkeys.counter, known.counter),
        eq(passkeys.lockedForGood, false),
        or(isNull(passkeys.lockedUntil), lte(passkeys.lockedUntil, now)),
      ),
    )
    .returning({ credentialId: passkeys.credentialId })
  if (!accepted) throw new Refusal('sca_failed')
}

/** Counted under a row lock, locked like a customer's, and told to the security log. */
async function fail({ passkeys, kind }: Realm, { credentialId, reason, now }: Fail): Promise<void> {
  await database().transaction(async (tx) => {
    const own = eq(passkeys.credentialId, credentialId)
    const [known] = await tx.select().from(passkeys).where(own).for('update')
    if (!known || (reason !== 'counter' && isLocked(known, now))) return
    const { failures, lock } =
      reason === 'counter'
        ? { failures: known.failures + 1, lock: { lockedUntil: null, lockedForGood: true } }
        : countFailure(known.failures, { signed: reason !== 'unsigned', now })
    await tx
      .update(passkeys)
      .set({ failures, ...lock })
      .where(own)
    await recordEvent(tx, {
      at: now,
      type: `${kind}.authentication-failed`,
      actor: 'system',
      subject: `${kind}:${known.holderId}`,
      detail: { reason, failures, locked: lock !== null },
    })
  })
}

const bindingOf = ({ kind }: Realm) => `${kind}-sign-in`

type Verified = { holderId: string; credentialId: string }
type VerifyInRealm = { challengeId: string; response: AssertionResponse; now: Date }
type Accept = { known: { credentialId: string; counter: number }; counter: number; now: Date }
type Fail = { credentialId: string; reason: Failure; now: Date }
