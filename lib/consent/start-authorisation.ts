import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { Refusal } from '@/lib/errors'
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
      text: 'The consent cannot be authorised any more. Read its status; ask for a new one where it has ended.',
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
  const authorisationId = await insertAuthorisation(tx, { consentId, at })
  return { authorisationId, redirectUri: consent.redirectUri, nokRedirectUri: consent.nokRedirectUri }
}

type StartAuthorisation = { consentId: string; tppId: string; at: Date }
