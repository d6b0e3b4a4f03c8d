import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { tpps } from '@/db/schema/tpps'
import type { StandingNo } from '@/lib/disclosure/disclosure-rule'
import { statePreferenceWithin } from '@/lib/disclosure/state-preference'
import { Refusal } from '@/lib/errors'
import { heldAccounts } from './own-accounts'
import { stopAccount } from './stop-account'
import type { Alongside, Stopped } from './stop-each'
import { stopThirdParty } from './stop-third-party'

/**
 * A customer says once and for all that an account, or anything with a third party, is never shared, and in the same transaction
 * whatever they share against that goes: a permission loses the account, or ends where it cannot go on in part. So no permission
 * stands there as valid that gives nothing, and its third party is told as of any other stop. It gives less, so nobody signs in
 * again for it. Saying it twice changes nothing.
 *
 * Throws `resource_unknown` for an account that they do not hold and for a third party the bank does not know,
 * `ledger_unavailable`. Which accounts are theirs is asked before the transaction.
 */
export async function neverShare({ psuId, never, requestId }: NeverShare): Promise<Stopped> {
  const { kind, about } = never
  await requireKnown(psuId, never)
  const alongside: Alongside = (tx) =>
    statePreferenceWithin(tx, { psuId, kind, about, actor: `psu:${psuId}`, requestId })
  return kind === 'never-this-account'
    ? stopAccount({ psuId, accountId: about, requestId, alongside })
    : stopThirdParty({ psuId, tppId: about, requestId, alongside })
}

async function requireKnown(psuId: string, { kind, about }: Never): Promise<void> {
  const known =
    kind === 'never-this-account'
      ? (await heldAccounts(psuId)).includes(about)
      : (await database().$count(tpps, eq(tpps.id, about))) > 0
  if (!known) throw new Refusal('resource_unknown')
}

/** `about`: the account's id, or the third party's identifier. */
export type Never = { kind: StandingNo; about: string }
type NeverShare = { psuId: string; never: Never; requestId: string | null }
