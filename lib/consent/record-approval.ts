import 'server-only'
import { and, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentVersions, type EVIDENCE_LEVELS } from '@/db/schema/consent-versions'
import { Refusal } from '@/lib/errors'
import { requireSettledPasskey } from '@/lib/psu/cool-down'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { ConsentRecord } from './consent-record'
import { moveAuthorisation } from './move-authorisation'
import type { ConsentDecision } from './record-sca-status'
import { scaPredecessorsOf } from './sca-status'

/**
 * Writes down one customer's word: the record that was shown with its hash, sealed under that customer's key, and the
 * authorisation with the passkey's answer. The authorisation is the one their page was opened for, or their own; one
 * that is spent is `already_decided`, so that nobody gives their word twice. Throws `cooling_down` for a passkey that a
 * recovery has just made.
 */
export async function recordApproval(tx: Transaction, approval: RecordApproval): Promise<Evidence> {
  const { key, version, record, recordHash, nonce, evidence, confirmation = null, decision } = approval
  const { consentId, at } = decision
  await requireSettledPasskey(tx, { credentialId: approval.credentialId, now: at })
  const authorisationId = await ownAuthorisation(tx, approval)
  const moved =
    authorisationId !== null &&
    (await moveAuthorisation(tx, {
      authorisationId,
      to: confirmation ? 'unconfirmed' : 'finalised',
      also: {
        psuId: approval.psuId,
        credentialId: approval.credentialId,
        sealedAssertion: key.seal('authorisations.assertion', approval.assertion),
        interactionUid: approval.interactionUid,
        confirmationHash: confirmation?.hash ?? null,
        confirmationEndsAt: confirmation?.endsAt ?? null,
      },
      decision,
    }))
  if (!moved) throw new Refusal('already_decided')
  await tx.insert(consentVersions).values({
    consentId,
    version,
    sealedRecord: key.seal('consent_versions.record', record),
    recordHash,
    nonce,
    textVersion: record.textVersion,
    locale: record.locale,
    evidence,
    authorisationId,
    decidedAt: at,
  })
  return { accounts: record.accounts.length, evidence, recordHash: recordHash.toString('base64url'), version }
}

/** Of several open ones that which this very page belongs to; never one that waits for somebody else. */
async function ownAuthorisation(
  tx: Transaction,
  { psuId, interactionUid, confirmation, decision }: RecordApproval,
): Promise<string | null> {
  const ownOrNobodys = or(isNull(authorisations.psuId), eq(authorisations.psuId, psuId))
  const [own] = await tx
    .select({ id: authorisations.id })
    .from(authorisations)
    .where(
      and(
        eq(authorisations.resourceKind, 'consent'),
        eq(authorisations.resourceId, decision.consentId),
        ownOrNobodys,
        inArray(authorisations.scaStatus, scaPredecessorsOf(confirmation ? 'unconfirmed' : 'finalised')),
      ),
    )
    .orderBy(
      sql`${authorisations.psuId} is null`,
      sql`${authorisations.interactionUid} is distinct from ${interactionUid}`,
      desc(authorisations.createdAt),
    )
    .limit(1)
    .for('update')
  return own?.id ?? null
}

type RecordApproval = {
  psuId: string
  key: VaultKey
  version: number
  record: ConsentRecord
  recordHash: Buffer
  nonce: Buffer
  evidence: (typeof EVIDENCE_LEVELS)[number]
  credentialId: string
  assertion: unknown
  interactionUid: string | null
  confirmation?: { hash: Buffer; endsAt: Date } | null
  decision: ConsentDecision
}

/** What the trail says of an approval. */
export type Evidence = { accounts: number; evidence: string; recordHash: string; version: number }
