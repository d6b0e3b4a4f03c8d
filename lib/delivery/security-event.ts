import type { EventType } from '@/lib/audit/event-catalogue'
import type { ConsentKind } from '@/lib/consent/consent'
import { RESOURCE, STATUS_AFTER } from './resource-status'

/** How a third party itself stands after what the bank, or its register, has decided. */
const STANDING_AFTER: Partial<Record<EventType, string>> = {
  'tpp.paused': 'paused',
  'tpp.resumed': 'active',
  'tpp.end-announced': 'ending',
  'tpp.ended': 'ended',
}

/** What a customer did to a consent whose status stays. */
const CHANGE_AFTER: Partial<Record<EventType, string>> = {
  'consent.account-dropped': 'account-dropped',
  'consent.shortened': 'shortened',
  'consent.paused': 'paused',
  'consent.resumed': 'resumed',
}

/**
 * The claims of a Security Event Token (RFC 8417) for one event, or null where there is none of it: of a consent each status and
 * change, of the third party itself how it stands and when its certificates end. `toe` is when it was decided, by the bank's
 * clock; `txn` the event of the trail, which every message about it shares. Nobody is named but by the consent.
 */
export function securityEvent(event: Told): SecurityEventClaims | null {
  const told = event.consentId === null ? ofThirdParty(event) : ofConsent(event)
  if (told === null) return null
  const { jti, iat, issuer, tppId, eventId, at } = event
  return {
    iss: issuer,
    jti,
    iat: seconds(iat),
    aud: tppId,
    txn: eventId,
    toe: seconds(at),
    sub_id: told.subject,
    events: { [`${issuer}/events/${told.name}`]: told.payload },
  }
}

function ofConsent({ type, kind, consentId, base }: Told): ToldOf | null {
  const consentStatus = STATUS_AFTER[type]
  if (!consentStatus || !kind) return null
  // The standard knows no such status there; to its third party nobody has approved it yet.
  if (kind === 'fundsConfirmation' && consentStatus === 'partiallyAuthorised') return null
  const change = CHANGE_AFTER[type]
  return {
    name: 'consent-status',
    subject: { format: 'uri', uri: `${base}${RESOURCE[kind]}/${consentId}` },
    payload: { consentId, consentStatus, ...(change && { change }) },
  }
}

function ofThirdParty({ type, tppId, detail }: Told): ToldOf | null {
  const subject = { format: 'opaque', id: tppId }
  const { endsAt, serial, thumbprint, notAfter, days } = detail
  if (type === 'tpp.certificate-ends')
    return {
      name: 'certificate-ends',
      subject,
      payload: { certificate: { serial, thumbprint, notAfter }, days },
    }
  const status = STANDING_AFTER[type]
  return status ? { name: 'third-party-status', subject, payload: { status, endsAt: endsAt ?? null } } : null
}

const seconds = (instant: Date) => Math.floor(instant.getTime() / 1_000)

/** `iat` is when it is planned, by the machine's clock; `base` the interface's own address. */
type Told = {
  type: EventType
  detail: Record<string, unknown>
  tppId: string
  consentId: string | null
  kind: ConsentKind | null
  eventId: string
  at: Date
  jti: string
  iat: Date
  issuer: string
  base: string
}
type ToldOf = { name: string; subject: Record<string, string>; payload: object }

export type SecurityEventClaims = {
  iss: string
  jti: string
  iat: number
  aud: string
  txn: string
  toe: number
  sub_id: Record<string, string>
  events: Record<string, object>
}
