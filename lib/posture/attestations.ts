import 'server-only'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { database, type Transaction } from '@/db/connection'
import { ATTESTATION_KINDS, attestations } from '@/db/schema/posture'
import { tpps } from '@/db/schema/tpps'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { Refusal } from '@/lib/errors'
import { readPlainText } from '@/lib/tpp/plain-name'

const KEPT_MAX = 20
const YEARS_MAX = 10
const TEXT_MAX = 120

const words = z.string().transform((given, context) => {
  const read = readPlainText(given, TEXT_MAX)
  if ('text' in read) return read.text
  context.addIssue({ code: 'custom', message: read.problem })
  return z.NEVER
})

/** What a form sends of one statement. */
export const AttestationFields = z.strictObject({
  kind: z.enum(ATTESTATION_KINDS),
  issuer: words,
  reference: words,
  endsOn: z.iso.date(),
})

/** What a form sends to take one back. */
export const WithdrawFields = z.strictObject({ attestationId: z.uuid() })

/**
 * Keeps what a third party says about its own security, and until when; nobody has to say anything. Throws `period_invalid`
 * for an end that is over or further than ten years, `resource_unknown`, and `status_invalid` beyond twenty statements.
 */
export async function stateAttestation(input: StateAttestation): Promise<{ attestationId: string }> {
  const { tppId, statement, actor, requestId, now } = input
  const today = bankDay(now, brand.timeZone)
  if (statement.endsOn < today || statement.endsOn > addDays(today, YEARS_MAX * 366))
    throw new Refusal('period_invalid')
  const id = newId()
  await database().transaction(async (tx) => {
    // Held, so that of two at once the second counts the first.
    const [tpp] = await tx.select({ id: tpps.id }).from(tpps).where(eq(tpps.id, tppId)).for('no key update')
    if (!tpp) throw new Refusal('resource_unknown')
    if ((await countKept(tx, tppId)) >= KEPT_MAX) throw new Refusal('status_invalid')
    await tx.insert(attestations).values({ id, tppId, ...statement, statedBy: actor, statedAt: now })
    await recordEvent(tx, {
      at: now,
      type: 'tpp.attestation-stated',
      actor,
      subject: `tpp:${tppId}`,
      tppId,
      requestId,
      detail: { attestationId: id, ...statement },
    })
  })
  return { attestationId: id }
}

/** Takes one statement back; the row stays. Another third party's is `resource_unknown` like one that never was. */
export async function withdrawAttestation(input: WithdrawAttestation): Promise<void> {
  const { tppId, attestationId, actor, requestId, now } = input
  await database().transaction(async (tx) => {
    const [withdrawn] = await tx
      .update(attestations)
      .set({ withdrawnAt: now })
      .where(
        and(
          eq(attestations.id, attestationId),
          eq(attestations.tppId, tppId),
          isNull(attestations.withdrawnAt),
        ),
      )
      .returning({ kind: attestations.kind })
    if (!withdrawn) throw new Refusal('resource_unknown')
    await recordEvent(tx, {
      at: now,
      type: 'tpp.attestation-withdrawn',
      actor,
      subject: `tpp:${tppId}`,
      tppId,
      requestId,
      detail: { attestationId, ...withdrawn },
    })
  })
}

/** What was stated and not withdrawn, the next end first; what has ended by the bank's day says so. */
export async function findAttestations(tppId: string, now: Date): Promise<Attestation[]> {
  const today = bankDay(now, brand.timeZone)
  const rows = await database()
    .select()
    .from(attestations)
    .where(and(eq(attestations.tppId, tppId), isNull(attestations.withdrawnAt)))
    .orderBy(asc(attestations.endsOn), asc(attestations.id))
  return rows.map(({ id, kind, issuer, reference, endsOn, statedBy }) => ({
    id,
    kind,
    issuer,
    reference,
    endsOn,
    statedByBank: statedBy.startsWith('staff:'),
    daysLeft: Math.round((Date.parse(endsOn) - Date.parse(today)) / 86_400_000),
  }))
}

async function countKept(tx: Transaction, tppId: string): Promise<number> {
  const [row] = await tx
    .select({ many: sql<number>`count(*)::int` })
    .from(attestations)
    .where(and(eq(attestations.tppId, tppId), isNull(attestations.withdrawnAt)))
  return row?.many ?? 0
}

/** `daysLeft`: 0 on the last day, below 0 once it has ended. */
export type Attestation = z.infer<typeof AttestationFields> & {
  id: string
  statedByBank: boolean
  daysLeft: number
}
type Given = { tppId: string; actor: Actor; requestId: string | null; now: Date }
type StateAttestation = Given & { statement: z.infer<typeof AttestationFields> }
type WithdrawAttestation = Given & { attestationId: string }
