import 'server-only'
import { randomBytes } from 'node:crypto'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { type ACTIVATION_PURPOSES, activationCodes } from '@/db/schema/activation-codes'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { env } from '@/lib/env'
import { formatActivationCode, hashActivationCode } from './activation-code'

const VALID_DAYS = 14
const DAY_MILLIS = 86_400_000

/**
 * Makes the code that one identified customer activates a first passkey with, or unlocks with, and returns it this
 * once: only its hash is kept. Of who has had a passkey before, what it makes cools first (decision 22). It lives 14 days and
 * works once; codes given to the same customer before are dead. One to `recover` is for a customer whom the bank has not seen in
 * person: it counts only beside one of their own recovery codes (decision 22), and they are told that it is on its way.
 */
export async function issueActivationCode(
  asked: IssueActivationCode,
): Promise<{ code: string; expiresAt: Date }> {
  const code = drawActivationCode()
  await database().transaction((tx) => issueWithin(tx, { ...asked, code }))
  return { code, expiresAt: countsUntil(asked.now) }
}

/** A code that nobody has yet, and that counts nowhere. */
export const drawActivationCode = () => formatActivationCode(randomBytes(16))

/** Until when a code counts that is given now. */
export const countsUntil = (now: Date) => new Date(now.getTime() + VALID_DAYS * DAY_MILLIS)

/** The same with a code that was drawn before, in the transaction of what gives it. */
export async function issueWithin(tx: Transaction, issued: IssueWithin): Promise<void> {
  const { psuId, purpose = 'enrol', settledBecause, code, actor, requestId, now } = issued
  if (settledBecause && !env.SANDBOX) throw new Error('Only a sandbox gives codes that need no cool-down')
  const { psuId: owner, usedAt, expiresAt: end } = activationCodes
  await tx
    .update(activationCodes)
    .set({ expiresAt: now })
    .where(and(eq(owner, psuId), isNull(usedAt), gt(end, now)))
  await tx.insert(activationCodes).values({
    id: newId(),
    psuId,
    purpose,
    settled: settledBecause !== undefined,
    codeHash: hashActivationCode(code),
    failures: 0,
    expiresAt: countsUntil(now),
    createdAt: now,
  })
  await recordEvent(tx, {
    at: now,
    type: purpose === 'recover' ? 'recovery.letter-issued' : 'activation.issued',
    actor,
    subject: `psu:${psuId}`,
    psuId,
    requestId,
  })
}

type IssueActivationCode = {
  psuId: string
  purpose?: (typeof ACTIVATION_PURPOSES)[number]
  /** Spares what it makes the cool-down. */
  settledBecause?: 'sandbox'
  actor: Actor
  requestId: string | null
  now: Date
}
type IssueWithin = IssueActivationCode & { code: string }
