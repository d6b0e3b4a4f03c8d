import type { TPP_STATUSES } from '@/db/schema/tpps'
import type { PspRole, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'
import type { Refusal } from '@/lib/errors'

/**
 * Who is at a door of ours, as far as the wire proves it. Either `certificate` is vetted, or `refusal` says why there
 * is none; `unanswered` is the one case between, which the policy of a role decides: see `callerFor`. `address` is the network
 * address of the peer; it proves nothing and is only ever counted. `through` is by which of the two origins it came: `listener`
 * is MTLS_ORIGIN, of our own listener or of the proxy that stands for it. `refused` is there only beside a refusal: whose
 * certificate it is all the same.
 */
export type Caller = {
  certificate: VettedCertificate | null
  refusal: Refusal | null
  unanswered: Unanswered | null
  refused: RefusedCertificate | null
  address: string
  through: 'listener' | 'public'
}

/**
 * A certificate against which nothing stands but that nobody says now whether it is revoked, and which was good at
 * `lastGoodAt`. Only there while REVOCATION_UNREACHABLE_AIS allows to rely on that. It is not vetted: take it from `callerFor`.
 */
export type Unanswered = { certificate: VettedCertificate; refusal: Refusal; lastGoodAt: Date }

/**
 * A certificate that a listed CA did issue to this organisation, and against which only time, revocation or the register
 * stands. The organisation is told of calls with it; nothing is ever served on it, and nothing else about such a call is
 * believed.
 */
export type RefusedCertificate = { organizationIdentifier: string; thumbprint: string; reason: Reason }

/**
 * With the bytes that were vetted: they are kept as proof of what each call was judged by. `issuerKey` and the serial are what
 * answers about its revocation are kept by.
 */
export type VettedCertificate = QualifiedCertificate & { der: Uint8Array; issuerKey: string | null }

/**
 * A third party of the register. `legalName` comes from its certificate: a stranger's text, shown as text only.
 * `roles` are those of its latest certificate; a call is judged by the certificate it came with.
 */
export type Tpp = {
  id: string
  status: (typeof TPP_STATUSES)[number]
  legalName: string
  country: string
  authorityId: string
  authorityName: string
  roles: readonly PspRole[]
}
