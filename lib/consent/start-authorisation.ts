import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { Refusal } from '@/lib/errors'
import type { ConsentStatus } from './consent'
import { insertAuthorisation } from './insert-authorisation'
import { scaPredecessorsOf } from './sca-status'

/** Nobody needs more attempts at once; each is a row, and a link that a customer could open. */
const OPEN_MAX = 10

/**
 * Starts an authorisation on a third party's word (explicit start, Berlin Group 1.3). `consent_unknown` for another's
 * consent as for none; `status_invalid` once a customer has allowed, refused or ended it: a second holder who is still
 * needed is asked by the bank itself.
 */
export async function startAuthorisation(
  tx: Transaction,
  { consentId, tppId, at }: StartAuthorisation,
): Promise<{ authorisationId: string; redirectUri: string | null; nokRedirectUri: string | null }> {
  const [consent] = await tx
    .select()
    .from(consents)
    .where(and(eq(consents.id, consentId), eq(consents.tppId, tppId)))
    .for('update')
  if (!consent) throw new Refusal('consent_unknown')
  if (consent.status !== 'received' || consent.version > 0 || consent.endsAt <= at)
    throw new Refusal('status_invalid', {
      text: consent.endsAt > at ? WHY_NOT[consent.status] : WHY_NOT.expired,
    })
  const [open] = await tx
    .select({ many: sql<number>`count(*)::int` })
    .from(authorisations)
    .where(
      and(
        eq(authorisations.resourceId, consentId),
        inArray(authorisations.scaStatus, scaPredecessorsOf('failed')),
      ),
    )
  if ((open?.many ?? 0) >= OPEN_MAX)
    throw new Refusal('status_invalid', {
      text: 'Too many authorisations of this consent are open. Go on with one of them.',
    })
  const authorisationId = await insertAuthorisation(tx, { resourceId: consentId, at })
  return { authorisationId, redirectUri: consent.redirectUri, nokRedirectUri: consent.nokRedirectUri }
}

const ENDED = 'The consent has ended and cannot be authorised any more. Ask for a new one.'
const WHY_NOT: Record<ConsentStatus, string> = {
  received:
    'The customer has allowed it already, by plain redirect. Confirm it with the code that came back.',
  partiallyAuthorised:
    'Another holder has yet to agree, and the bank asks them itself. Wait until it is valid.',
  valid: 'The consent is valid already. There is nothing to authorise.',
  rejected: ENDED,
  expired: ENDED,
  revokedByPsu: ENDED,
  terminatedByTpp: ENDED,
}

type StartAuthorisation = { consentId: string; tppId: string; at: Date }
