import 'server-only'
import type { Interaction, KoaContextWithOIDC } from 'oidc-provider'
import { database } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'
import { now as currentTime } from '@/lib/clock'
import { openAuthorisation } from '@/lib/consent/open-authorisation'
import { LIFETIME_SECONDS } from './lifetimes'
import { beginJourney } from './measure-journey'

/** More than anybody reads. */
const LANGUAGES_MAX = 200

/**
 * The provider has opened an interaction and asks where its page is. Our own memory of it begins here, because the
 * provider forgets a request once it has run out, and then nobody could lead the customer back.
 */
export async function startInteraction(ctx: KoaContextWithOIDC, { uid }: Interaction): Promise<string> {
  const { client, params } = ctx.oidc
  const tppId = client?.tpp_id
  if (!client || !params || typeof tppId !== 'string')
    throw new Error('An interaction without a client began')
  const at = await currentTime()
  const consentId = typeof params.consent_id === 'string' ? params.consent_id : null
  const authorisationId = consentId && (await openAuthorisation({ consentId, tppId, uid, at }))
  await database()
    .insert(interactions)
    .values({
      uid,
      clientId: client.clientId,
      tppId,
      consentId,
      authorisationId,
      redirectUri: String(params.redirect_uri),
      state: typeof params.state === 'string' ? params.state : null,
      languages: typeof params.ui_locales === 'string' ? params.ui_locales.slice(0, LANGUAGES_MAX) : null,
      arrivedAt: at,
      requestEndsAt: new Date(at.getTime() + LIFETIME_SECONDS.interaction * 1000),
    })
  await beginJourney(uid, tppId, at)
  return `/interaction/${uid}`
}
