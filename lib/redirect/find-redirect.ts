import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { interactions } from '@/db/schema/interactions'
import type { ScaStatus } from '@/lib/consent/sca-status'
import type { AskingTpp, EndedInteraction } from '@/lib/oauth/interaction'
import { TOMBSTONE_MILLIS } from '@/lib/oauth/lifetimes'
import { findApplication } from '@/lib/tpp/find-application'

/** The pending request behind the link of a plain redirect, or how it ended; the link itself is the secret. */
export async function findRedirect(uid: string, now: Date): Promise<FoundRedirect> {
  const [found] = await database()
    .select({ row: interactions, scaStatus: authorisations.scaStatus })
    .from(interactions)
    .innerJoin(authorisations, eq(authorisations.id, interactions.authorisationId))
    .where(and(eq(interactions.uid, uid), eq(interactions.kind, 'redirect')))
  const row = found?.row
  if (!row || row.requestEndsAt.getTime() + TOMBSTONE_MILLIS <= now.getTime()) return { ended: UNKNOWN }
  const application = await findApplication(row.clientId)
  if (!application || row.consentId === null || row.authorisationId === null) return { ended: UNKNOWN }
  const { clientId, tppId, consentId, authorisationId, redirectUri, nokRedirectUri, requestEndsAt } = row
  const name = application.brand ?? application.legalName
  const told = { ...UNKNOWN, clientId, brand: name }
  const backTo = nokRedirectUri ?? redirectUri
  if (row.decision !== null) {
    const { decision, decidedAt } = row
    const back = decision === 'refused' ? backTo : null
    return { ended: { ...told, reason: 'answered', decision, decidedAt, backTo: back } }
  }
  if (requestEndsAt <= now) return { ended: { ...told, reason: 'expired', backTo } }
  if (application.tppStatus !== 'active') return { ended: { ...told, reason: 'paused', backTo } }
  const { legalName, authorityName: authority, roles } = application
  return {
    pending: {
      uid,
      clientId,
      tppId,
      tpp: { id: tppId, name, legalName, authority, roles, checkedAt: null, registerUrl: null },
      consentId,
      authorisationId,
      scaStatus: found.scaStatus,
      requestEndsAt,
    },
  }
}

const UNKNOWN: EndedInteraction = {
  reason: 'unknown',
  decision: null,
  decidedAt: null,
  clientId: null,
  brand: null,
  backTo: null,
}

export type FoundRedirect = { pending: PendingRedirect } | { ended: EndedInteraction }

/** One request that waits for a customer who came by a plain redirect. */
export type PendingRedirect = {
  uid: string
  clientId: string
  tppId: string
  tpp: AskingTpp
  consentId: string
  authorisationId: string
  scaStatus: ScaStatus
  requestEndsAt: Date
}
