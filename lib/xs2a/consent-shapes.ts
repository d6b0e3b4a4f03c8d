import type { Access } from '@/lib/consent/consent'
import type { ConsentOfTpp } from '@/lib/consent/find-consent-of-tpp'
import { MOUNT } from './call'

/** A link as Berlin Group writes it. Absolute, so that no client has to guess where the interface is mounted. */
export const link = (origin: string, path: string) => ({ href: `${origin}${MOUNT}${path}` })

/** The answer to `POST /v1/consents`: redirect by OAuth, with an authorisation that exists already. */
export function toConsentCreated({ origin, issuer, consentId, authorisationId }: ConsentCreated) {
  const self = `/v1/consents/${consentId}`
  return {
    consentStatus: 'received',
    consentId,
    _links: {
      scaOAuth: { href: `${issuer}/.well-known/oauth-authorization-server` },
      self: link(origin, self),
      status: link(origin, `${self}/status`),
      scaStatus: link(origin, `${self}/authorisations/${authorisationId}`),
    },
  }
}

/** The answer to `GET /v1/consents/{consentId}`; `validUntil` and `frequencyPerDay` are the bank's, not the asked. */
export function toConsent(consent: ConsentOfTpp, lastActionDate: string, origin: string) {
  return {
    access: toAccess(consent.access),
    recurringIndicator: consent.recurring,
    validUntil: consent.validUntil,
    frequencyPerDay: consent.frequencyPerDay,
    lastActionDate,
    consentStatus: consent.status,
    _links: { account: link(origin, '/v1/accounts') },
  }
}

/** Empty lists mean "the customer picks": beside filled ones they would mean two models at once, so they go. */
function toAccess(access: Access): Partial<Access> {
  const filled = Object.entries(access).filter(([, references]) => references.length > 0)
  return filled.length === 0 ? access : Object.fromEntries(filled)
}

type ConsentCreated = { origin: string; issuer: string; consentId: string; authorisationId: string }
