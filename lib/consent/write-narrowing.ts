import 'server-only'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { consentAccounts, consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { recordEvent } from '@/lib/audit/record-event'
import { endOfDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { isRefusal, Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import type { Narrowing } from './draft-narrowing'
import { lockAllowed } from './lock-allowed'

const TRIES = 5

/**
 * Puts a permission's next version in force, in the caller's transaction: from its commit on no read is served of what is
 * not in it, on any instance. The time of the last approval stays, because from it the third party's hour with the whole
 * history counts (RTS Art. 10a); so do the count of reads, the 180 days and the tokens, which give what the version
 * gives. Throws `status_invalid` for one that is not valid or is given only once, `request_changed` where another
 * version came first.
 */
export async function writeNarrowing(
  tx: Transaction,
  narrowing: Narrowing,
  requestId: string | null,
): Promise<void> {
  const { consentId, psuId, tppId, until, left, written } = narrowing
  const consent = await lockAllowed(tx, narrowing)
  if (!narrowing.changes) return
  if (!written) throw new Refusal('status_invalid')
  const at = await now(tx)
  const version = consent.version + 1
  const { key, record, nonce, recordHash } = written
  await tx.insert(consentVersions).values({
    consentId,
    version,
    sealedRecord: key.seal('consent_versions.record', record),
    recordHash,
    nonce,
    textVersion: record.textVersion,
    locale: record.locale,
    evidence: 'dashboard',
    psuId,
    decidedAt: at,
  })
  await tx.insert(consentAccounts).values(
    left.map(({ accountId, balances, transactions, ownerName }) => ({
      consentId,
      version,
      accountId,
      balances,
      transactions,
      ownerName,
    })),
  )
  // All of them it is no longer, once one is missing: its third party is told which ones are left.
  const model = narrowing.drop !== null && consent.model === 'global' ? 'bankOffered' : consent.model
  await tx.update(consents).set({ version, model }).where(eq(consents.id, consentId))
  if (until !== null) await moveEnd(tx, { consentId, grantId: consent.grantId, until })
  const change =
    until === null ? { accountId: narrowing.drop } : { validUntil: until, before: consent.validUntil }
  await recordEvent(tx, {
    at,
    type: until === null ? 'consent.account-dropped' : 'consent.shortened',
    actor: `psu:${psuId}`,
    subject: `consent:${consentId}`,
    psuId: consent.psuId,
    tppId,
    consentId,
    requestId,
    detail: { ...change, accounts: left.length, recordHash: recordHash.toString('base64url'), version },
  })
}

/** The new end holds for the consent, for whatever the provider keeps under its grant, and for the job that says so. */
async function moveEnd(tx: Transaction, { consentId, grantId, until }: MoveEnd): Promise<void> {
  const endsAt = endOfDay(until, env.BANK_TIME_ZONE)
  await tx.update(consents).set({ validUntil: until, endsAt }).where(eq(consents.id, consentId))
  if (grantId !== null)
    await tx
      .update(oauthRecords)
      .set({ expiresAt: sql`${endsAt.toISOString()}::timestamptz` })
      .where(and(eq(oauthRecords.grantId, grantId), gt(oauthRecords.expiresAt, endsAt)))
  await enqueueJob(
    tx,
    'consent.expire',
    { consentId },
    { runAt: endsAt, jobKey: `consent.expire:${consentId}` },
  )
}

/** Drafts and writes again where another change of the same permission came between. */
export async function untilFresh<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left--)
    try {
      return await attempt()
    } catch (thrown) {
      if (left === 0 || !isRefusal(thrown) || thrown.code !== 'request_changed') throw thrown
    }
}

type MoveEnd = { consentId: string; grantId: string | null; until: string }
