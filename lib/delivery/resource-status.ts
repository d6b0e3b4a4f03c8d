import { CONSENT_STATUSES, type NOTIFICATION_MODES } from '@/db/schema/consents'
import type { EventType } from '@/lib/audit/event-catalogue'
import { type ConsentKind, type ConsentStatus, predecessorsOf } from '@/lib/consent/consent'

/** What a consent is after each event that a third party is told of; the status of the event, not of the moment. */
export const STATUS_AFTER: Partial<Record<EventType, ConsentStatus>> = {
  'consent.approved': 'valid',
  'consent.partially-approved': 'partiallyAuthorised',
  'consent.refused': 'rejected',
  'consent.lapsed': 'rejected',
  'consent.revoked': 'revokedByPsu',
  'consent.revoked-by-staff': 'revokedByPsu',
  'consent.revoked-by-agent': 'revokedByPsu',
  // The status stays, and what the consent gives does not: its third party looks at it again.
  'consent.account-dropped': 'valid',
  'consent.shortened': 'valid',
  'consent.paused': 'valid',
  'consent.resumed': 'valid',
  'consent.terminated': 'terminatedByTpp',
  'consent.replaced': 'expired',
  'consent.expired': 'expired',
  // The standard knows no end by the bank (1.3, consentStatus).
  'consent.ended-by-bank': 'expired',
}

export const RESOURCE: Record<ConsentKind, string> = {
  accountInformation: '/v1/consents',
  fundsConfirmation: '/v2/consents/confirmation-of-funds',
}

/**
 * The body of a Berlin Group resource status notification for one event, or null where its third party did not ask for
 * such events. PROCESS tells each consentStatus, LAST only one after which no other can come, SCA each scaStatus. `base`
 * is the interface's own address.
 */
export function resourceStatus({ type, detail, consentId, kind, modes, base }: Told): object | null {
  const self = `${base}${RESOURCE[kind]}/${consentId}`
  if (type === 'authorisation.changed') {
    const { authorisationId, scaStatus } = detail
    if (!modes.includes('SCA') || typeof authorisationId !== 'string') return null
    const scaLink = { href: `${self}/authorisations/${authorisationId}` }
    return {
      consentId,
      authorisationId,
      scaStatus,
      _links: { scaStatus: scaLink, status: { href: `${self}/status` } },
    }
  }
  const consentStatus = STATUS_AFTER[type]
  if (!consentStatus) return null
  // The standard knows no such status there; to its third party nobody has approved it yet.
  if (kind === 'fundsConfirmation' && consentStatus === 'partiallyAuthorised') return null
  if (!modes.includes('PROCESS') && !(modes.includes('LAST') && isFinal(consentStatus))) return null
  return { consentId, consentStatus, _links: { self: { href: self }, status: { href: `${self}/status` } } }
}

function isFinal(status: ConsentStatus): boolean {
  return CONSENT_STATUSES.every((next) => !predecessorsOf(next).includes(status))
}

type Told = {
  type: EventType
  detail: Record<string, unknown>
  consentId: string
  kind: ConsentKind
  modes: readonly (typeof NOTIFICATION_MODES)[number][]
  base: string
}
