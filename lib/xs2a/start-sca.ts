import 'server-only'
import type { Transaction } from '@/db/connection'
import { env } from '@/lib/env'
import { makeRedirectLink } from '@/lib/redirect/make-link'
import { MOUNT } from './call'
import type { ConsentService } from './consent-service'
import type { ReturnTo } from './return-addresses'

/**
 * The ways to lead a customer to the bank for one authorisation, as links (Berlin Group 1.3): always OAuth and, where the
 * third party said where its customer returns to, a plain redirect beside it, of which it then confirms the end. The
 * bank offers no other approach, so a preference for one changes nothing and is never a reason to refuse.
 */
export async function startSca(tx: Transaction, start: StartSca): Promise<StartedSca> {
  const { service, consentId, authorisationId, tppId, returnTo, origin, at } = start
  const self = `${origin}${MOUNT}${service.path}/${consentId}/authorisations/${authorisationId}`
  const ids = { consentId, authorisationId, tppId, clientId: tppId, at }
  const plain = returnTo && {
    scaRedirect: { href: await makeRedirectLink(tx, { ...ids, ...returnTo }) },
    confirmation: { href: self },
  }
  return {
    _links: {
      ...plain,
      scaOAuth: { href: `${env.PUBLIC_ORIGIN}/.well-known/oauth-authorization-server` },
      scaStatus: { href: self },
    },
  }
}

/** Redirect is the one approach of the bank, so it is fixed from the first answer on; OAuth counts as redirect. */
export const APPROACH = { 'ASPSP-SCA-Approach': 'REDIRECT' }

type StartSca = {
  service: ConsentService
  consentId: string
  authorisationId: string
  tppId: string
  returnTo: ReturnTo | null
  /** Scheme and host under which the third party reaches the interface. */
  origin: string
  at: Date
}
export type StartedSca = {
  _links: {
    scaRedirect?: { href: string }
    confirmation?: { href: string }
    scaOAuth: { href: string }
    scaStatus: { href: string }
  }
}
