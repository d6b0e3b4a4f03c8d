import 'server-only'
import { randomBytes } from 'node:crypto'
import type { Transaction } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'
import { env } from '@/lib/env'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'

/** What an address of a plain redirect begins with; the provider's own ids have no underscore in this place. */
const MARK = 'sca_'

/**
 * The link to which a third party redirects its customer without OAuth: one unguessable id in the path, nothing in the
 * query. It is good for the time that the page tells, for one authorisation, and for one decision.
 */
export async function makeRedirectLink(tx: Transaction, link: MakeRedirectLink): Promise<string> {
  const { consentId, authorisationId, tppId, clientId, redirectUri, nokRedirectUri, at } = link
  const uid = `${MARK}${randomBytes(32).toString('base64url')}`
  await tx.insert(interactions).values({
    uid,
    kind: 'redirect',
    clientId,
    tppId,
    consentId,
    authorisationId,
    redirectUri,
    nokRedirectUri,
    arrivedAt: at,
    requestEndsAt: new Date(at.getTime() + LIFETIME_SECONDS.interaction * 1_000),
  })
  return `${env.PUBLIC_ORIGIN}/interaction/${uid}`
}

/** Whether an id in an address is one of a plain redirect. */
export const isRedirectUid = (uid: string) => /^sca_[\w-]{43}$/.test(uid)

type MakeRedirectLink = {
  consentId: string
  authorisationId: string
  tppId: string
  clientId: string
  redirectUri: string
  nokRedirectUri: string | null
  at: Date
}
