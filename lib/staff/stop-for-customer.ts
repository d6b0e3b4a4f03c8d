import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { allowedBy } from '@/lib/consent/allowed-by'
import { endWithin } from '@/lib/consent/end-within'
import { Refusal } from '@/lib/errors'
import { findPsu } from '@/lib/psu/find-psu'
import { findOpened } from './open-permission'

/** How a customer may ask the bank itself to stop for them. */
export const STOP_CHANNELS = ['phone', 'branch'] as const

/**
 * Staff stop a permission on the word of a customer who has allowed it, by phone or in a branch: the same stop as the
 * customer's own, with staff as its author and the customer as whose word it was. Who it is was checked, and how, and why
 * they ask stands sealed in the trail; the customer is told, and reads it in the history. Only who has opened the
 * permission, and only what is live: `resource_unknown` and `status_invalid`. Stopped already it stays as it ended.
 */
export async function stopForCustomer(input: StopForCustomer): Promise<{ stoppedNow: boolean }> {
  const { consentId, psuId, staffId, channel, identity, reason, requestId, now } = input
  const opened = await findOpened({ consentId, staffId, now })
  if (!opened) throw new Refusal('resource_unknown')
  return database().transaction(async (tx) => {
    const stoppedNow = await endWithin(tx, {
      consentId,
      whose: allowedBy(psuId),
      to: 'revokedByPsu',
      event: 'consent.revoked-by-staff',
      actor: `staff:${staffId}`,
      endedBy: psuId,
      requestId,
      personal: { channel, identity, reason },
    })
    if (stoppedNow) return { stoppedNow }
    const [row] = await tx
      .select({ status: consents.status })
      .from(consents)
      .where(eq(consents.id, consentId))
    if (row?.status === 'received' || row?.status === 'partiallyAuthorised')
      throw new Refusal('status_invalid')
    return { stoppedNow }
  })
}

/** The customers who have allowed a permission, any of whom may ask to stop it; by name, the first one first. */
export async function findCallers(consentId: string): Promise<Caller[]> {
  const [consent] = await database()
    .select({ psuId: consents.psuId })
    .from(consents)
    .where(eq(consents.id, consentId))
  const others = await database()
    .selectDistinct({ psuId: authorisations.psuId })
    .from(authorisations)
    .where(and(eq(authorisations.resourceId, consentId), eq(authorisations.scaStatus, 'finalised')))
  const ids = new Set([consent, ...others].flatMap((one) => one?.psuId ?? []))
  const found = await Promise.all(
    [...ids].map(async (psuId) => ({ psuId, name: (await findPsu(psuId))?.name })),
  )
  return found.flatMap(({ psuId, name }) => (name === undefined ? [] : { psuId, name }))
}

/** A customer's word, as somebody of staff took it. */
export type WordTaken = {
  staffId: string
  channel: (typeof STOP_CHANNELS)[number]
  /** How staff know who it is, and why they ask: sealed for that customer. */
  identity: string
  reason: string
  requestId: string | null
  now: Date
}

type StopForCustomer = WordTaken & {
  consentId: string
  /** Whose word it is. */
  psuId: string
}
export type Caller = { psuId: string; name: string }
