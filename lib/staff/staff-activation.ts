import 'server-only'
import { randomBytes } from 'node:crypto'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { staff, staffActivations } from '@/db/schema/staff'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { CODE_FAILURES_MAX, formatActivationCode, hashActivationCode } from '@/lib/psu/activation-code'

// Shorter than a customer's: a colleague is at their desk, and what this link opens is worth more.
const VALID_HOURS = 24
const HOUR_MILLIS = 3_600_000

/** Makes the link's code for one colleague and returns it this once; codes given before are dead. */
export async function issueStaffActivation({
  staffId,
  actor,
  now,
}: IssueStaffActivation): Promise<{ code: string }> {
  const code = formatActivationCode(randomBytes(16))
  await database().transaction(async (tx) => {
    await tx
      .update(staffActivations)
      .set({ expiresAt: now })
      .where(and(eq(staffActivations.staffId, staffId), isNull(staffActivations.usedAt)))
    await tx.insert(staffActivations).values({
      id: newId(),
      staffId,
      codeHash: hashActivationCode(code),
      failures: 0,
      expiresAt: new Date(now.getTime() + VALID_HOURS * HOUR_MILLIS),
      usedAt: null,
      createdAt: now,
    })
    await recordEvent(tx, { at: now, type: 'staff.activation-issued', actor, subject: `staff:${staffId}` })
  })
  return { code }
}

/** Whom a code names, without using it up. One refusal, `activation_invalid`, whatever is wrong with it. */
export async function checkStaffActivation(code: string, now: Date): Promise<StaffProof> {
  const [proof] = await database()
    .select({ proofId: staffActivations.id, staffId: staffActivations.staffId })
    .from(staffActivations)
    .innerJoin(staff, and(eq(staff.id, staffActivations.staffId), eq(staff.status, 'active')))
    .where(and(eq(staffActivations.codeHash, hashActivationCode(code)), usable(now)))
  if (!proof) throw new Refusal('activation_invalid')
  return proof
}

/** Uses it up in the transaction that enrols; throws `activation_invalid` when another was faster. */
export async function spendStaffActivation(
  tx: Transaction,
  { proofId }: StaffProof,
  now: Date,
): Promise<void> {
  const [spent] = await tx
    .update(staffActivations)
    .set({ usedAt: now })
    .where(and(eq(staffActivations.id, proofId), usable(now)))
    .returning({ id: staffActivations.id })
  if (!spent) throw new Refusal('activation_invalid')
}

/** An enrolment with it failed; after five it is dead. */
export async function failStaffActivation({ proofId }: StaffProof): Promise<void> {
  await database()
    .update(staffActivations)
    .set({ failures: sql`${staffActivations.failures} + 1` })
    .where(eq(staffActivations.id, proofId))
}

const usable = (now: Date) =>
  and(
    isNull(staffActivations.usedAt),
    gt(staffActivations.expiresAt, now),
    lt(staffActivations.failures, CODE_FAILURES_MAX),
  )

type StaffProof = { proofId: string; staffId: string }
type IssueStaffActivation = { staffId: string; actor: Actor; now: Date }
