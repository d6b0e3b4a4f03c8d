import 'server-only'
import { v7 as newId } from 'uuid'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import type { ScaStatus } from './sca-status'

/** A new authorisation, of a consent where it is not said, by redirect, the only approach the bank offers. Returns its id. */
export async function insertAuthorisation(
  tx: Transaction,
  {
    resourceKind = 'consent',
    resourceId,
    scaStatus = 'received',
    psuId = null,
    interactionUid = null,
    at,
  }: InsertAuthorisation,
): Promise<string> {
  const id = newId()
  await tx.insert(authorisations).values({
    id,
    resourceKind,
    resourceId,
    approach: 'redirect',
    scaStatus,
    psuId,
    interactionUid,
    createdAt: at,
    updatedAt: at,
  })
  return id
}

type InsertAuthorisation = {
  resourceKind?: 'consent' | 'payment'
  resourceId: string
  scaStatus?: ScaStatus
  psuId?: string | null
  interactionUid?: string | null
  at: Date
}
