import 'server-only'
import { z } from 'zod'
import { database } from '@/db/connection'
import { now } from '@/lib/clock'
import { confirmAuthorisation, requireUnconfirmed } from '@/lib/consent/confirm-authorisation'
import { findAuthorisation } from '@/lib/consent/find-authorisation'
import { type ConsentOfTpp, findConsentOfTpp } from '@/lib/consent/find-consent-of-tpp'
import { keepNotificationWish } from '@/lib/consent/keep-notification-wish'
import { isFinalSca, type ScaStatus } from '@/lib/consent/sca-status'
import { startAuthorisation } from '@/lib/consent/start-authorisation'
import { Refusal } from '@/lib/errors'
import { refuseEmbedded, startBody, updateBody } from './authorisation-body'
import {
  authorisationAnswer,
  authorisationStartedAnswer,
  authorisationsAnswer,
  authorisationUpdatedAnswer,
} from './consent-answers'
import type { ConsentService } from './consent-service'
import { link } from './consent-shapes'
import { readNotificationWish } from './notification-wish'
import { readReturnAddresses } from './return-addresses'
import { type RoutedCall, route } from './route'
import { APPROACH, startSca } from './start-sca'

const nothing = z.strictObject({})
const below = { right: null, headers: [], query: nothing, below: 'consent' } as const

/** The authorisations of a consent: how many there are, how each stands, and how one is started and confirmed. */
export const authorisationRoutesOf = (service: ConsentService) => [
  route({
    ...below,
    role: service.role,
    operationId: `start${service.noun}Authorisation`,
    summary: `Start an authorisation of ${service.called}`,
    method: 'POST',
    path: `${service.path}/{consentId}/authorisations`,
    body: startBody,
    answers: { 201: authorisationStartedAnswer },
    refusals: ['consent_unknown', 'service_invalid', 'status_invalid'],
    handle: async (call) => {
      const { id: consentId } = await ownConsent(call, service)
      refuseEmbedded(call.body)
      const sent = readReturnAddresses(call.raw, call.certificate)
      const told = readNotificationWish(call.raw, call.certificate)
      const at = await now()
      const tppId = call.tpp.id
      const reply = await database().transaction(async (tx) => {
        const started = await startAuthorisation(tx, { consentId, tppId, at })
        const { authorisationId, redirectUri, nokRedirectUri } = started
        // What was sent with the consent counts for all its authorisations, unless this one names others.
        const returnTo = sent.returnTo ?? (redirectUri === null ? null : { redirectUri, nokRedirectUri })
        const { origin } = call
        const sca = await startSca(tx, { service, consentId, authorisationId, tppId, returnTo, origin, at })
        await keepNotificationWish(tx, { consentId, tppId, wish: told.wish })
        const body = {
          scaStatus: 'received',
          authorisationId,
          ...sca,
          ...(sent.warnings.length > 0 && { tppMessages: sent.warnings }),
        }
        const headers = { Location: sca._links.scaStatus.href, ...APPROACH, ...told.headers }
        const reply = { status: 201, headers, body } as const
        await call.recordIn(tx, reply, { consentId, authorisationId })
        return reply
      })
      call.entry.recorded = true
      return reply
    },
  }),
  route({
    ...below,
    role: service.role,
    operationId: `list${service.noun}Authorisations`,
    summary: `List the authorisations of ${service.called}`,
    method: 'GET',
    path: `${service.path}/{consentId}/authorisations`,
    body: null,
    answers: { 200: authorisationsAnswer },
    refusals: ['consent_unknown'],
    handle: async (call) => {
      const { authorisationIds } = await ownConsent(call, service)
      return { status: 200, body: { authorisationIds } }
    },
  }),
  route({
    ...below,
    role: service.role,
    operationId: `get${service.noun}Authorisation`,
    summary: `Read the status of an authorisation of ${service.called}`,
    method: 'GET',
    path: `${service.path}/{consentId}/authorisations/{authorisationId}`,
    body: null,
    answers: { 200: authorisationAnswer },
    refusals: ['consent_unknown', 'resource_unknown'],
    handle: async (call) => {
      const { self, scaStatus } = await ownAuthorisation(call, service)
      return { status: 200, body: { scaStatus, _links: { scaStatus: link(call.origin, self) } } }
    },
  }),
  route({
    ...below,
    role: service.role,
    operationId: `update${service.noun}Authorisation`,
    summary: `Confirm an authorisation of ${service.called} after a plain redirect`,
    method: 'PUT',
    path: `${service.path}/{consentId}/authorisations/{authorisationId}`,
    body: updateBody,
    answers: { 200: authorisationUpdatedAnswer },
    refusals: [
      'consent_unknown',
      'resource_unknown',
      'service_invalid',
      'sca_invalid',
      'status_invalid',
      'psu_blocked',
    ],
    handle: async (call) => {
      const { consentId, authorisationId, self, scaStatus } = await ownAuthorisation(call, service)
      // First what can still be done at all: an authorisation that is final says so, whatever is sent to it.
      if (isFinalSca(scaStatus)) requireUnconfirmed(scaStatus)
      refuseEmbedded(call.body)
      const { confirmationCode } = call.body
      if (confirmationCode === null) {
        requireUnconfirmed(scaStatus)
        throw new Refusal('format_error', {
          path: 'confirmationCode',
          text: 'Send the confirmationCode that came back with the customer to TPP-Redirect-URI.',
        })
      }
      const toReply = (after: ScaStatus) => ({
        status: 200 as const,
        headers: APPROACH,
        body: {
          scaStatus: after,
          _links: {
            scaStatus: link(call.origin, self),
            status: link(call.origin, `${service.path}/${consentId}/status`),
          },
        },
      })
      const after = await confirmAuthorisation({
        consentId,
        authorisationId,
        tppId: call.tpp.id,
        code: confirmationCode,
        requestId: call.requestId,
        alongside: (tx, reached) => call.recordIn(tx, toReply(reached), { consentId, authorisationId }),
      })
      call.entry.recorded = true
      return toReply(after)
    },
  }),
]

/** The consent in the path, if it is the caller's; what is learnt of it goes into the call's record. */
export async function ownConsent(
  { ids, tpp, entry }: RoutedCall<object, unknown>,
  { kind }: ConsentService,
): Promise<ConsentOfTpp> {
  const consentId = ids.consentId ?? ''
  const consent = await findConsentOfTpp({ consentId, kind, tppId: tpp.id, now: await now() })
  if (!consent) throw new Refusal('consent_unknown')
  entry.consentId = consent.id
  entry.psuId = consent.psuId
  // The standard knows no half approved consent for confirmation of funds: to its third party nobody has approved it.
  const halfway = kind === 'fundsConfirmation' && consent.status === 'partiallyAuthorised'
  return halfway ? { ...consent, status: 'received' } : consent
}

async function ownAuthorisation(call: RoutedCall<object, unknown>, service: ConsentService) {
  const { id: consentId } = await ownConsent(call, service)
  const authorisationId = call.ids.authorisationId ?? ''
  const found = await findAuthorisation({ consentId, authorisationId, tppId: call.tpp.id })
  if (!found)
    throw new Refusal('resource_unknown', {
      text: 'The consent has no such authorisation. List them first.',
    })
  const self = `${service.path}/${consentId}/authorisations/${authorisationId}`
  return { consentId, authorisationId, self, scaStatus: found.scaStatus }
}
