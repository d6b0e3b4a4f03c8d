import 'server-only'
import { createHash, timingSafeEqual } from 'node:crypto'
import { and, desc, eq } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts, consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { now } from '@/lib/clock'
import { approversOf } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import { holdCustomers } from './hold-customers'
import { rejectConsent } from './lapse-consent'
import { moveAuthorisation } from './move-authorisation'
import { type ScaStatus, scaPredecessorsOf } from './sca-status'
import { settleConsent } from './settle-consent'

/**
 * The third party brings back the code of a plain redirect: whoever allowed at the bank is whoever came back to it. The
 * right one finalises the authorisation and settles the consent. A wrong or late one fails it and rejects the consent:
 * there is no second try, for a wrong one means that somebody else's browser came back. Refused are `resource_unknown`,
 * `sca_invalid` after a failed authorisation and `status_invalid` where no code is expected. `alongside` runs in the same
 * transaction, last.
 */
export async function confirmAuthorisation(input: ConfirmAuthorisation): Promise<ScaStatus> {
  const { consentId, authorisationId, tppId, code, requestId } = input
  const asked = await findUnconfirmed(input)
  const missing = await approversOf({ accountIds: asked.accountIds, given: [asked.psuId] })
  return database().transaction(async (tx) => {
    const at = await now(tx)
    await holdCustomers(tx, asked.psuId)
    const [consent] = await tx
      .select()
      .from(consents)
      .where(and(eq(consents.id, consentId), eq(consents.tppId, tppId)))
      .for('update')
    const [authorisation] = await tx
      .select()
      .from(authorisations)
      .where(and(eq(authorisations.id, authorisationId), eq(authorisations.resourceId, consentId)))
      .for('update')
    if (!consent || !authorisation) throw new Refusal('resource_unknown')
    requireUnconfirmed(authorisation.scaStatus)
    const { confirmationHash: hash, confirmationEndsAt: endsAt, psuId } = authorisation
    const decision = { at, consentId, psuId, tppId, actor: `tpp:${tppId}` as const, requestId }
    const good = hash !== null && endsAt !== null && endsAt > at && consent.endsAt > at && isCode(code, hash)
    const scaStatus = good ? 'finalised' : 'failed'
    await moveAuthorisation(tx, { authorisationId, to: scaStatus, also: SPENT, decision })
    if (good) {
      const evidence = await evidenceOf(tx, consentId)
      await settleConsent(tx, { consent, decision, missing, evidence })
    } else await rejectConsent(tx, decision)
    await input.alongside(tx, scaStatus)
    return scaStatus
  })
}

/** Berlin Group 1.3: an update after a failed authorisation is SCA_INVALID; any other that expects no code, 409. */
export function requireUnconfirmed(scaStatus: ScaStatus): void {
  if (scaStatus === 'unconfirmed') return
  if (scaStatus === 'failed') throw new Refusal('sca_invalid')
  const text = scaPredecessorsOf('unconfirmed').includes(scaStatus)
    ? 'The customer has not decided yet. Lead them to the bank. A confirmationCode comes back with them after a plain ' +
      'redirect, to TPP-Redirect-URI; by OAuth there is none to confirm.'
    : 'The authorisation is finished. Read the status of the consent.'
  throw new Refusal('status_invalid', { text })
}

const SPENT = { confirmationHash: null, confirmationEndsAt: null }

async function findUnconfirmed({ consentId, authorisationId, tppId }: ConfirmAuthorisation) {
  const rows = await database()
    .select({
      psuId: authorisations.psuId,
      scaStatus: authorisations.scaStatus,
      accountId: consentAccounts.accountId,
    })
    .from(authorisations)
    .innerJoin(consents, and(eq(consents.id, authorisations.resourceId), eq(consents.tppId, tppId)))
    .leftJoin(
      consentAccounts,
      and(eq(consentAccounts.consentId, consents.id), eq(consentAccounts.version, consents.version)),
    )
    .where(and(eq(authorisations.id, authorisationId), eq(authorisations.resourceId, consentId)))
  const [first] = rows
  if (!first) throw new Refusal('resource_unknown')
  requireUnconfirmed(first.scaStatus)
  if (first.psuId === null) throw new Error('An authorisation without a customer waits for a code')
  return { psuId: first.psuId, accountIds: rows.flatMap(({ accountId }) => accountId ?? []) }
}

/** What the customer was shown when they allowed it, as the trail says it. */
async function evidenceOf(tx: Transaction, consentId: string) {
  const [shown] = await tx
    .select()
    .from(consentVersions)
    .where(eq(consentVersions.consentId, consentId))
    .orderBy(desc(consentVersions.version))
    .limit(1)
  if (!shown) throw new Error('A consent without what was shown waits for a code')
  const { evidence, recordHash, version } = shown
  const accounts = await tx
    .select({ id: consentAccounts.accountId })
    .from(consentAccounts)
    .where(and(eq(consentAccounts.consentId, consentId), eq(consentAccounts.version, version)))
  return { accounts: accounts.length, evidence, recordHash: recordHash.toString('base64url'), version }
}

/** The SHA-256 under which a code is kept: the books hold nothing that would work by itself. */
export const hashCode = (code: string) => createHash('sha256').update(code).digest()

const isCode = (code: string, hash: Buffer) => timingSafeEqual(hashCode(code), hash)

type ConfirmAuthorisation = {
  consentId: string
  authorisationId: string
  tppId: string
  code: string
  requestId: string | null
  alongside: (tx: Transaction, scaStatus: 'finalised' | 'failed') => Promise<void>
}
