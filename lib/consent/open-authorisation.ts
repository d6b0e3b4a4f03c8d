import 'server-only'
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { insertAuthorisation } from './insert-authorisation'
import { moveAuthorisation } from './move-authorisation'
import { scaPredecessorsOf } from './sca-status'

/**
 * A customer has opened the page of a request: one of the consent's authorisations is `started`. The newest that nobody
 * has opened, or else the newest open one; where its third party has started none (explicit start), one of its own.
 */
export async function openAuthorisation({ consentId, tppId, uid, at }: OpenAuthorisation): Promise<string> {
  return database().transaction(async (tx) => {
    const authorisationId =
      (await newestOpen(tx, consentId)) ??
      (await insertAuthorisation(tx, { resourceId: consentId, interactionUid: uid, at }))
    await moveAuthorisation(tx, {
      authorisationId,
      to: 'started',
      also: { interactionUid: uid },
      decision: { at, consentId, psuId: null, tppId, actor: 'anonymous', requestId: null },
    })
    return authorisationId
  })
}

/** Those of a second holder are known by their customer and belong to nobody else. */
async function newestOpen(tx: Transaction, consentId: string): Promise<string | null> {
  const [newest] = await tx
    .select({ id: authorisations.id })
    .from(authorisations)
    .where(
      and(
        eq(authorisations.resourceKind, 'consent'),
        eq(authorisations.resourceId, consentId),
        isNull(authorisations.psuId),
        inArray(authorisations.scaStatus, scaPredecessorsOf('unconfirmed')),
      ),
    )
    .orderBy(desc(sql`${authorisations.scaStatus} = 'received'`), desc(authorisations.createdAt))
    .limit(1)
    .for('update')
  return newest?.id ?? null
}

type OpenAuthorisation = { consentId: string; tppId: string; uid: string; at: Date }
