import 'server-only'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts, consentVersions, type EVIDENCE_LEVELS } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { type VaultKey, vaultKey } from '@/lib/vault/vault'
import type { ChosenAccount } from './choose-accounts'
import { type ConsentKind, predecessorsOf } from './consent'
import type { ConsentRecord } from './consent-record'
import { endTokens } from './end-tokens'
import { keyIdOf, openAccess } from './open-access'
import { readsOfOneOff } from './reads-left'
import { recordScaStatus } from './record-sca-status'
import { renewAuthentication } from './renew-authentication'

/**
 * The customer allows. One transaction: the consent becomes valid with its accounts and the record that was shown, the
 * authorisation is finalised, an older recurring consent of the same third party ends, the trail, the queued messages
 * and the expiry are written, and `alongside` (the OAuth door's own mark) commits with it or not at all. Whoever comes
 * second finds nothing to change: `already_decided`.
 */
export async function approveConsent(input: ApproveConsent): Promise<{ at: Date }> {
  const { consentId, tppId, psuId, grantId, record } = input
  const key = await vaultKey(await keyIdOf(psuId))
  return database().transaction(async (tx) => {
    const at = await now(tx)
    await holdCustomer(tx, psuId)
    const [open] = await tx
      .select()
      .from(consents)
      .where(
        and(
          eq(consents.id, consentId),
          eq(consents.tppId, tppId),
          inArray(consents.status, predecessorsOf('valid')),
        ),
      )
      .for('update')
    if (!open) throw new Refusal('already_decided')
    if (open.endsAt <= at) throw new Refusal('interaction_ended')
    const version = open.version + 1
    await tx
      .update(consents)
      .set({
        status: 'valid',
        psuId,
        grantId,
        version,
        scaAt: at,
        readsLeft: open.recurring ? null : readsOfOneOff(open.model, input.accounts),
        sealedAccess: key.seal('consents.access', await openAccess(open)),
        lastActionAt: at,
      })
      .where(eq(consents.id, consentId))
    const authorisationId = await finaliseAuthorisation(tx, input, key, at)
    await tx.insert(consentVersions).values({
      consentId,
      version,
      sealedRecord: key.seal('consent_versions.record', record),
      recordHash: input.recordHash,
      nonce: input.nonce,
      textVersion: record.textVersion,
      locale: record.locale,
      evidence: input.evidence,
      authorisationId,
      decidedAt: at,
    })
    await tx
      .insert(consentAccounts)
      .values(input.accounts.map(({ card: _, ...account }) => ({ consentId, version, ...account })))
    if (open.recurring) await endOlder(tx, { ...input, kind: open.kind, at })
    await renewAuthentication(tx, { psuId, tppId, at })
    const decision = {
      at,
      consentId,
      psuId,
      tppId,
      actor: `psu:${psuId}` as const,
      requestId: input.requestId,
    }
    await recordScaStatus(tx, { ...decision, authorisationId, scaStatus: 'finalised' })
    await recordEvent(tx, {
      ...decision,
      type: 'consent.approved',
      subject: `consent:${consentId}`,
      detail: {
        accounts: input.accounts.length,
        evidence: input.evidence,
        recordHash: input.recordHash.toString('base64url'),
        version,
      },
    })
    await enqueueJob(
      tx,
      'consent.expire',
      { consentId },
      { runAt: open.endsAt, jobKey: `consent.expire:${consentId}` },
    )
    await input.alongside(tx, at)
    return { at }
  })
}

/**
 * One decision of a customer at a time: two that approve at once would each not see the other, and both of two recurring
 * consents would live. A customer whom the bank has blocked meanwhile decides nothing.
 */
async function holdCustomer(tx: Transaction, psuId: string): Promise<void> {
  const [psu] = await tx
    .select({ status: psus.status })
    .from(psus)
    .where(eq(psus.id, psuId))
    .for('no key update')
  if (psu?.status !== 'active') throw new Refusal('psu_blocked')
}

async function finaliseAuthorisation(
  tx: Transaction,
  input: ApproveConsent,
  key: VaultKey,
  at: Date,
): Promise<string> {
  const [finalised] = await tx
    .update(authorisations)
    .set({
      scaStatus: 'finalised',
      psuId: input.psuId,
      credentialId: input.credentialId,
      sealedAssertion: key.seal('authorisations.assertion', input.assertion),
      interactionUid: input.interactionUid,
      updatedAt: at,
    })
    .where(
      and(
        eq(authorisations.resourceKind, 'consent'),
        eq(authorisations.resourceId, input.consentId),
        inArray(authorisations.scaStatus, ['received', 'started']),
      ),
    )
    .returning({ id: authorisations.id })
  if (!finalised) throw new Refusal('already_decided')
  return finalised.id
}

/** A new recurring consent ends the older one at the moment it becomes valid, never before (xs2a.md 3.3). */
async function endOlder(tx: Transaction, input: EndOlder): Promise<void> {
  const ended = await tx
    .update(consents)
    .set({ status: 'expired', lastActionAt: input.at })
    .where(
      and(
        eq(consents.tppId, input.tppId),
        eq(consents.psuId, input.psuId),
        eq(consents.kind, input.kind),
        eq(consents.recurring, true),
        eq(consents.status, 'valid'),
        ne(consents.id, input.consentId),
        sql`${consents.clientId} = (select client_id from consents where id = ${input.consentId})`,
      ),
    )
    .returning({ id: consents.id, grantId: consents.grantId })
  for (const older of ended) {
    await endTokens(tx, older.grantId)
    await recordEvent(tx, {
      at: input.at,
      type: 'consent.replaced',
      actor: `psu:${input.psuId}`,
      subject: `consent:${older.id}`,
      psuId: input.psuId,
      tppId: input.tppId,
      consentId: older.id,
      requestId: input.requestId,
      detail: { by: input.consentId },
    })
  }
}

type EndOlder = ApproveConsent & { kind: ConsentKind; at: Date }
export type ApproveConsent = {
  consentId: string
  tppId: string
  psuId: string
  grantId: string
  accounts: ChosenAccount[]
  record: ConsentRecord
  recordHash: Buffer
  nonce: Buffer
  evidence: (typeof EVIDENCE_LEVELS)[number]
  credentialId: string
  /** The passkey's answer, or the session whose sign-in stands for it. */
  assertion: unknown
  interactionUid: string
  requestId: string | null
  alongside: (tx: Transaction, at: Date) => Promise<void>
}
