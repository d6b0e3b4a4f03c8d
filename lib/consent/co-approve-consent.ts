import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { now } from '@/lib/clock'
import { approversOf } from '@/lib/core-banking/ledger'
import { requireNotKept } from '@/lib/disclosure/require-not-kept'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import type { ApproveConsent } from './approve-consent'
import type { WaitingConsent } from './find-waiting-consent'
import { holdCustomers } from './hold-customers'
import { keyIdOf } from './open-access'
import { recordApproval } from './record-approval'
import { requireOfAge } from './require-of-age'
import { type Settled, settleConsent } from './settle-consent'

/**
 * A further holder allows what the first one has: the same accounts, under a record, a hash and an authorisation of
 * their own. One transaction, as the first. Whoever has given their word already, or is not asked, changes nothing:
 * `already_decided`; after `decideBy` it is `interaction_ended`, and what they never share `kept_back`.
 */
export async function coApproveConsent(input: CoApproveConsent): Promise<Settled> {
  const { waiting, psuId } = input
  const { consentId, tppId, version, accountIds, given } = waiting
  const key = await vaultKey(await keyIdOf(psuId))
  await requireOfAge(psuId)
  const missing = await approversOf({ accountIds, given: [...given, psuId] })
  return database().transaction(async (tx) => {
    const at = await now(tx)
    await holdCustomers(tx, psuId, ...given)
    await requireNotKept(tx, { psuId, tppId, accountIds, dataClass: 'accountNumber' })
    const [open] = await tx
      .select()
      .from(consents)
      .where(
        and(
          eq(consents.id, consentId),
          eq(consents.tppId, tppId),
          eq(consents.status, 'partiallyAuthorised'),
          // Another holder's word since the page was drawn is another version: the page is drawn anew.
          eq(consents.version, version),
        ),
      )
      .for('update')
    if (!open) throw new Refusal('already_decided')
    if (open.endsAt <= at || (open.decideBy !== null && open.decideBy <= at))
      throw new Refusal('interaction_ended')
    const next = version + 1
    const decision = {
      at,
      consentId,
      psuId,
      tppId,
      actor: `psu:${psuId}` as const,
      requestId: input.requestId,
    }
    const evidence = await recordApproval(tx, {
      ...input,
      key,
      version: next,
      interactionUid: null,
      decision,
    })
    await tx.execute(sql`
      insert into consent_accounts (consent_id, version, account_id, balances, transactions, owner_name)
      select consent_id, ${next}, account_id, balances, transactions, owner_name
      from consent_accounts where consent_id = ${consentId} and version = ${version}`)
    await tx.update(consents).set({ version: next }).where(eq(consents.id, consentId))
    return settleConsent(tx, { consent: { ...open, version: next }, decision, missing, evidence })
  })
}

type CoApproveConsent = Pick<
  ApproveConsent,
  'psuId' | 'record' | 'recordHash' | 'nonce' | 'evidence' | 'credentialId' | 'assertion' | 'requestId'
> & { waiting: WaitingConsent }
