import 'server-only'
import { decodeJwt } from 'jose'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { now as currentTime } from '@/lib/clock'
import type { ConsentKind } from '@/lib/consent/consent'
import { createConsent } from '@/lib/consent/create-consent'
import { isConsentOpenFor } from '@/lib/consent/is-consent-open'
import { noteTppChecked } from '@/lib/consent/note-tpp-checked'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { isRefusal } from '@/lib/errors'
import { checkedAt } from '@/lib/tpp/checked-at'
import { validCertificateOf } from '@/lib/tpp/valid-certificate'
import { type AccountInformation, readAccountInformation } from './account-information'
import { interactionIdOf } from './interaction-id'
import { callerOf } from './request-caller'
import { unavailable } from './unavailable'

const CONSENT_SCOPE = /^(AIS|PIIS):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/
const PLAIN_SCOPES: readonly string[] = ['openid', 'offline_access']

const SERVICES: Record<string, ConsentKind> = { AIS: 'accountInformation', PIIS: 'fundsConfirmation' }

/** The consent that a scope `AIS:<consentId>` or `PIIS:<consentId>` names, and its kind; null if it is another scope. */
export function consentOfScope(scope: string): NamedConsent | null {
  const [, service = '', consentId] = CONSENT_SCOPE.exec(scope) ?? []
  const kind = SERVICES[service]
  return kind && consentId ? { kind, consentId, scope } : null
}

/**
 * The last check of a request, pushed and opened alike: it asks for exactly one consent, which is the caller's own and
 * still unanswered, or for the customer's identity alone (`openid`). A request that carries a whole consent creates it
 * here, after everything else was found in order. The outcome stands in the parameter `consent_id`, which is ours:
 * whatever a client sends under that name is overwritten.
 */
export async function settleRequestedConsent(ctx: KoaContextWithOIDC): Promise<void> {
  const { params } = ctx.oidc
  if (!params) throw new Error('A request without parameters came through')
  refuseControlCharacters(params)
  const scopes = askedScopes(ctx)
  params.scope = scopes.length > 0 ? scopes.join(' ') : undefined
  const named = scopes.flatMap((scope) => consentOfScope(scope) ?? [])
  const detail = onlyDetail(params.authorization_details)
  await refuseUnanswered(ctx, { named, detail })
  const consentId = await consentOf({ ctx, named, detail })
  // A browser that opens what was pushed brings no certificate that could be looked up.
  if (consentId !== null && !ctx.oidc.entities.PushedAuthorizationRequest)
    await noteTppChecked(consentId, await licenceCheckedAt(ctx))
  if (consentId === null && !scopes.includes('openid'))
    throw new errors.InvalidScope(
      'Ask for one consent (AIS:<consentId>, PIIS:<consentId> or authorization_details), or for openid.',
      scopes.join(' '),
    )
  params.consent_id = consentId ?? undefined
  // From here on the consent speaks: what it allows stands there, not in a copy that travels.
  if (detail && consentId)
    params.authorization_details = JSON.stringify([{ type: 'account_information', consentId }])
}

/** RFC 9396: the shape alone. Whose consent it is comes last, when all else is in order. */
export function checkDetail(_ctx: KoaContextWithOIDC, detail: unknown): void {
  const read = readAccountInformation(detail)
  if (typeof read === 'string') throw new errors.InvalidAuthorizationDetails(read)
}

/** No column keeps a NUL and no header a line break. Between the members of JSON white space is no fault. */
function refuseControlCharacters(params: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(params)) {
    const text = name === 'authorization_details' ? String(value).replace(/[\t\r\n]/g, '') : value
    if (typeof text === 'string' && /\p{Cc}/u.test(text))
      throw new errors.InvalidRequest(`${name} must not contain control characters.`)
  }
}

// The library drops `offline_access` without `prompt=consent`, and drops scopes it does not know without a word.
function askedScopes(ctx: KoaContextWithOIDC): string[] {
  const pushed = ctx.oidc.entities.PushedAuthorizationRequest
  const raw = pushed ? decodeJwt(pushed.request).scope : ctx.oidc.body?.scope
  const scopes = [...new Set(typeof raw === 'string' ? raw.split(' ').filter(Boolean) : [])]
  const unknown = scopes.find((scope) => !PLAIN_SCOPES.includes(scope) && consentOfScope(scope) === null)
  if (unknown !== undefined)
    throw new errors.InvalidScope(
      'Known scopes are openid, offline_access, AIS:<consentId> and PIIS:<consentId>.',
      unknown,
    )
  return scopes
}

function onlyDetail(text: unknown): AccountInformation | null {
  if (typeof text !== 'string') return null
  const details: unknown = JSON.parse(text)
  if (!Array.isArray(details) || details.length !== 1)
    throw new errors.InvalidAuthorizationDetails(
      'Send exactly one authorization_details object: one request, one consent.',
    )
  const read = readAccountInformation(details[0])
  if (typeof read === 'string') throw new errors.InvalidAuthorizationDetails(read)
  return read
}

async function consentOf({ ctx, named, detail }: ConsentOf): Promise<string | null> {
  const detailed = detail && 'consentId' in detail ? detail.consentId : null
  const kinds = new Map(named.map(({ consentId, kind }) => [consentId, kind]))
  const ids = new Set([...kinds.keys(), ...(detailed ? [detailed] : [])])
  const carried = detail && 'request' in detail ? detail : null
  if (ids.size + (carried ? 1 : 0) > 1)
    throw new errors.InvalidScope(
      'A request asks for one consent, and this one asks for more.',
      named.map(({ scope }) => scope).join(' '),
    )
  if (carried) return createCarried(ctx, carried)
  const [consentId] = ids
  if (consentId === undefined) return null
  // An object of `authorization_details` is about accounts: it names no consent of another kind.
  const kind = detailed ? 'accountInformation' : (kinds.get(consentId) ?? 'accountInformation')
  const agrees = named.every((scope) => scope.kind === kind)
  if (agrees && (await isConsentOpenFor({ consentId, kind, ...partyOf(ctx) }))) return consentId
  // Another's consent, one of another kind and none at all are one answer (THR-06).
  const text = 'There is no consent of yours with that id that still waits for a customer.'
  throw detailed
    ? new errors.InvalidAuthorizationDetails(text)
    : new errors.InvalidScope(text, named.map(({ scope }) => scope).join(' '))
}

async function createCarried(ctx: KoaContextWithOIDC, { request, purpose }: Carried): Promise<string> {
  const party = partyOf(ctx)
  const roles = await licensedRoles(ctx, party.tppId)
  if (!roles.includes('PSP_AI'))
    throw new errors.UnauthorizedClient('Your certificate does not license you to read accounts (PSP_AI).')
  try {
    const purposes = registeredPurposes(ctx)
    if (purpose !== null && !purposes.includes(purpose))
      throw new errors.InvalidAuthorizationDetails('purpose must be one of the purposes you registered.')
    const { consentId } = await createConsent({
      ...party,
      request,
      purpose: purpose ?? purposes[0] ?? null,
      requestId: interactionIdOf(ctx.req),
      now: await currentTime(),
    })
    return consentId
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    throw new errors.InvalidAuthorizationDetails(thrown.text ?? thrown.code)
  }
}

/** Of the certificate of this call, else of the newest that is good now; the register may remember a lost licence. */
async function licensedRoles(ctx: KoaContextWithOIDC, tppId: string): Promise<readonly PspRole[]> {
  const caller = callerOf(ctx.req)
  if (caller.certificate) return caller.roles
  const { certificate, unanswered } = await validCertificateOf(tppId)
  return (certificate ?? unanswered?.certificate)?.roles ?? []
}

/** When it was looked up that the caller is who it says, for the customer's eye. */
async function licenceCheckedAt(ctx: KoaContextWithOIDC): Promise<Date | null> {
  const { certificate } = callerOf(ctx.req)
  if (certificate) return checkedAt({ der: certificate.raw })
  const known = await validCertificateOf(partyOf(ctx).tppId)
  const newest = known.certificate ?? known.unanswered?.certificate
  return newest ? checkedAt(newest) : null
}

/**
 * While nobody says whether the caller's certificate is revoked, a request for account information alone may go on, where the
 * policy lets it. A token needs no such check: it opens nothing without a call at the XS2A door, which makes its own.
 */
async function refuseUnanswered(
  ctx: KoaContextWithOIDC,
  { named, detail }: Pick<ConsentOf, 'named' | 'detail'>,
) {
  const isAccountInformation = detail !== null || named.length > 0
  if (isAccountInformation && named.every(({ kind }) => kind === 'accountInformation')) return
  // A browser that opens what was pushed has no certificate: what stood in the request was judged then.
  if (ctx.oidc.entities.PushedAuthorizationRequest) return
  const { silence, tpp } = callerOf(ctx.req)
  const refusal = tpp ? silence : (await validCertificateOf(partyOf(ctx).tppId)).refusal
  if (refusal?.code === 'revocation_unknown') throw unavailable(refusal)
}

function partyOf(ctx: KoaContextWithOIDC): { tppId: string; clientId: string } {
  const { client } = ctx.oidc
  if (!client || typeof client.tpp_id !== 'string') throw new Error('A request without a client came through')
  return { tppId: client.tpp_id, clientId: client.clientId }
}

function registeredPurposes(ctx: KoaContextWithOIDC): string[] {
  const purposes = ctx.oidc.client?.tpp_purposes
  return Array.isArray(purposes) ? purposes.map(String) : []
}

type Carried = Extract<AccountInformation, { request: unknown }>
type NamedConsent = { kind: ConsentKind; consentId: string; scope: string }
type ConsentOf = { ctx: KoaContextWithOIDC; named: NamedConsent[]; detail: AccountInformation | null }
