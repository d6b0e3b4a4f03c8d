import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { consentAccounts, type EVIDENCE_LEVELS } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { approversOf } from '@/lib/core-banking/ledger'
import { requireNotKept } from '@/lib/disclosure/require-not-kept'
import { Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { vaultKey } from '@/lib/vault/vault'
import type { ChosenAccount } from './choose-accounts'
import type { ConsentRecord } from './consent-record'
import { holdCustomers } from './hold-customers'
import { keyIdOf, openAccess } from './open-access'
import { readsOfOneOff } from './reads-left'
import { recordApproval } from './record-approval'
import { requireOfAge } from './require-of-age'
import { type Settled, settleConsent } from './settle-consent'

/**
 * The customer allows. One transaction: the accounts and the record that was shown, the authorisation, the trail, the
 * queued messages, and `alongside` (the door's own mark) commit together or not at all. The consent becomes valid, or
 * waits for whoever is still needed: a second holder where the mandate of an account wants two people
 * (`partiallyAuthorised`), the third party's confirmation after a plain redirect (`unconfirmed`). Whoever comes second
 * finds nothing to change: `already_decided`. What the customer never shares, nobody can have them allow: `kept_back`.
 */
export async function approveConsent(input: ApproveConsent): Promise<{ at: Date; outcome: Outcome }> {
  const { consentId, tppId, psuId, accounts, confirmation = null } = input
  const key = await vaultKey(await keyIdOf(psuId))
  // Asked before the transaction: a slow ledger must not hold locks.
  await requireOfAge(psuId)
  const accountIds = accounts.map(({ accountId }) => accountId)
  const missing = await approversOf({ accountIds, given: [psuId] })
  return database().transaction(async (tx) => {
    const at = await now(tx)
    await holdCustomers(tx, psuId)
    await requireNotKept(tx, { psuId, tppId, accountIds, dataClass: 'accountNumber' })
    const [open] = await tx
      .select()
      .from(consents)
      .where(
        and(
          eq(consents.id, consentId),
          eq(consents.tppId, tppId),
          eq(consents.status, 'received'),
          eq(consents.version, 0),
        ),
      )
      .for('update')
    if (!open) throw new Refusal('already_decided')
    if (open.endsAt <= at) throw new Refusal('interaction_ended')
    const known = {
      psuId,
      grantId: input.grantId,
      byCertificate: input.grantId === null,
      version: 1,
      readsLeft: open.recurring ? null : readsOfOneOff(open.model, accounts),
      sealedAccess: key.seal('consents.access', await openAccess(open)),
    }
    await tx.update(consents).set(known).where(eq(consents.id, consentId))
    const decision = {
      at,
      consentId,
      psuId,
      tppId,
      actor: `psu:${psuId}` as const,
      requestId: input.requestId,
    }
    const evidence = await recordApproval(tx, { ...input, key, version: 1, decision })
    await tx
      .insert(consentAccounts)
      .values(accounts.map(({ card: _, ...account }) => ({ consentId, version: 1, ...account })))
    const consent = { ...open, ...known }
    const outcome = confirmation
      ? await awaitConfirmation(tx, { consentId, endsAt: confirmation.endsAt })
      : await settleConsent(tx, { consent, decision, missing, evidence })
    if (outcome === 'unconfirmed')
      await recordEvent(tx, {
        ...decision,
        type: 'consent.unconfirmed',
        subject: `consent:${consentId}`,
        detail: evidence,
      })
    await input.alongside(tx, at)
    return { at, outcome }
  })
}

/** Nothing is valid before the third party has brought the code back; after `endsAt` nothing can be any more. */
async function awaitConfirmation(
  tx: Transaction,
  { consentId, endsAt }: { consentId: string; endsAt: Date },
): Promise<'unconfirmed'> {
  await tx.update(consents).set({ decideBy: endsAt }).where(eq(consents.id, consentId))
  await enqueueJob(
    tx,
    'consent.lapse',
    { consentId },
    { runAt: endsAt, jobKey: `consent.lapse:${consentId}` },
  )
  return 'unconfirmed'
}

export type Outcome = Settled | 'unconfirmed'
export type ApproveConsent = {
  consentId: string
  tppId: string
  psuId: string
  /** Null after a plain redirect: the third party then reads with its certificate alone. */
  grantId: string | null
  /** The code that the third party has to bring back, where it has to. */
  confirmation?: { hash: Buffer; endsAt: Date } | null
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
