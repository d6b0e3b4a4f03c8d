import 'server-only'
import { timingSafeEqual } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { interactions } from '@/db/schema/interactions'
import { hashCode } from '@/lib/consent/confirm-authorisation'
import type { FinishedInteraction } from '@/lib/oauth/interaction'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'
import { findApplication } from '@/lib/tpp/find-application'
import { refusalCode } from './refusal-code'

/**
 * Where to send the browser once the request behind a link is decided: after a yes to TPP-Redirect-URI with the
 * confirmation code, which only the browser that allowed has; after a no to TPP-Nok-Redirect-URI, or to the other where
 * there is none. May be repeated for as long as a link is good. Null while nothing is decided, after that time, and for
 * any browser but the one that answered: it has no code, and must not be led anywhere by the bank's address.
 */
export async function finishRedirect({
  uid,
  code,
  now,
}: FinishRedirect): Promise<FinishedInteraction | null> {
  const [found] = await database()
    .select({ row: interactions, hash: authorisations.confirmationHash })
    .from(interactions)
    .innerJoin(authorisations, eq(authorisations.id, interactions.authorisationId))
    .where(and(eq(interactions.uid, uid), eq(interactions.kind, 'redirect')))
  if (!found?.row.decision || code === null) return null
  const { row, hash } = found
  const decidedAt = row.decidedAt?.getTime() ?? 0
  if (decidedAt + LIFETIME_SECONDS.interaction * 1_000 <= now.getTime()) return null
  const application = await findApplication(row.clientId)
  const finished = {
    consentId: row.consentId,
    tppId: row.tppId,
    decision: found.row.decision,
    brand: application?.brand ?? application?.legalName ?? row.tppId,
  }
  if (row.decision === 'refused') {
    if (!timingSafeEqual(hashCode(code), hashCode(await refusalCode(uid)))) return null
    return { ...finished, returnTo: row.nokRedirectUri ?? row.redirectUri }
  }
  if (hash === null || !timingSafeEqual(hashCode(code), hash)) return null
  const returnTo = new URL(row.redirectUri)
  returnTo.searchParams.set('confirmationCode', code)
  return { ...finished, returnTo: returnTo.href }
}

type FinishRedirect = { uid: string; code: string | null; now: Date }
