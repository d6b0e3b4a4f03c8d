import 'server-only'
import { z } from 'zod'
import { database } from '@/db/connection'
import { bankDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import { createConsent } from '@/lib/consent/create-consent'
import { findAuthorisation } from '@/lib/consent/find-authorisation'
import { type ConsentOfTpp, findConsentOfTpp } from '@/lib/consent/find-consent-of-tpp'
import { keepNotificationWish } from '@/lib/consent/keep-notification-wish'
import { terminateConsent } from '@/lib/consent/terminate-consent'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { findApplication } from '@/lib/tpp/find-application'
import {
  authorisationAnswer,
  authorisationsAnswer,
  consentAnswer,
  consentCreatedAnswer,
  consentStatusAnswer,
} from './consent-answers'
import { consentBody } from './consent-body'
import { link, toConsent, toConsentCreated } from './consent-shapes'
import { readNotificationWish } from './notification-wish'
import { type RoutedCall, route } from './route'

const nothing = z.strictObject({})
const ofConsent = {
  role: 'PSP_AI',
  right: null,
  headers: [],
  query: nothing,
  body: null,
  below: 'consent',
} as const

/** What a third party does with a consent itself; none of it needs a token, the certificate says whose it is. */
export const consentRoutes = [
  route({
    ...ofConsent,
    operationId: 'createConsent',
    summary: 'Ask for a consent',
    method: 'POST',
    path: '/v1/consents',
    headers: ['PSU-IP-Address'],
    body: consentBody,
    below: null,
    answers: { 201: consentCreatedAnswer },
    refusals: ['service_invalid', 'sessions_not_supported'],
    handle: async (call) => {
      const told = readNotificationWish(call.raw, call.certificate)
      const [application, at] = await Promise.all([findApplication(call.tpp.id), now()])
      const { consentId, reply } = await database().transaction(async (tx) => {
        const created = await createConsent({
          tppId: call.tpp.id,
          clientId: call.tpp.id,
          request: call.body,
          purpose: application?.purposes[0] ?? null,
          requestId: call.requestId,
          now: at,
          tx,
        })
        await keepNotificationWish(tx, { ...created, tppId: call.tpp.id, wish: told.wish })
        const body = toConsentCreated({ ...created, origin: call.origin, issuer: env.PUBLIC_ORIGIN })
        // An OAuth approval is a redirect: the approach is fixed from the start (Berlin Group 1.3, 4).
        const headers = {
          Location: body._links.self.href,
          'ASPSP-SCA-Approach': 'REDIRECT',
          ...told.headers,
        }
        const reply = { status: 201, headers, body } as const
        await call.recordIn(tx, reply, created)
        return { consentId: created.consentId, reply }
      })
      Object.assign(call.entry, { consentId, recorded: true })
      return reply
    },
  }),
  route({
    ...ofConsent,
    operationId: 'getConsent',
    summary: 'Read a consent',
    method: 'GET',
    path: '/v1/consents/{consentId}',
    answers: { 200: consentAnswer },
    refusals: ['consent_unknown'],
    handle: async (call) => {
      const consent = await ownConsent(call)
      const day = bankDay(consent.lastActionAt, env.BANK_TIME_ZONE)
      return { status: 200, body: toConsent(consent, day, call.origin) }
    },
  }),
  route({
    ...ofConsent,
    operationId: 'getConsentStatus',
    summary: 'Read the status of a consent',
    method: 'GET',
    path: '/v1/consents/{consentId}/status',
    answers: { 200: consentStatusAnswer },
    refusals: ['consent_unknown'],
    handle: async (call) => ({ status: 200, body: { consentStatus: (await ownConsent(call)).status } }),
  }),
  route({
    ...ofConsent,
    operationId: 'deleteConsent',
    summary: 'End a consent',
    method: 'DELETE',
    path: '/v1/consents/{consentId}',
    answers: { 204: null },
    refusals: ['consent_unknown'],
    handle: async (call) => {
      const { id: consentId } = await ownConsent(call)
      const ended = await terminateConsent({
        consentId,
        tppId: call.tpp.id,
        requestId: call.requestId,
        alongside: (tx) => call.recordIn(tx, { status: 204 }, { consentId }),
      })
      if (ended === 'terminated') call.entry.recorded = true
      return { status: 204 }
    },
  }),
  route({
    ...ofConsent,
    operationId: 'listConsentAuthorisations',
    summary: 'List the authorisations of a consent',
    method: 'GET',
    path: '/v1/consents/{consentId}/authorisations',
    answers: { 200: authorisationsAnswer },
    refusals: ['consent_unknown'],
    handle: async (call) => {
      const { authorisationIds } = await ownConsent(call)
      return { status: 200, body: { authorisationIds } }
    },
  }),
  route({
    ...ofConsent,
    operationId: 'getConsentAuthorisation',
    summary: 'Read the status of an authorisation',
    method: 'GET',
    path: '/v1/consents/{consentId}/authorisations/{authorisationId}',
    answers: { 200: authorisationAnswer },
    refusals: ['consent_unknown', 'resource_unknown'],
    handle: async (call) => {
      const { id: consentId } = await ownConsent(call)
      const authorisationId = call.ids.authorisationId ?? ''
      const found = await findAuthorisation({ consentId, authorisationId, tppId: call.tpp.id })
      if (!found)
        throw new Refusal('resource_unknown', {
          text: 'The consent has no such authorisation. List them first.',
        })
      const status = link(call.origin, `/v1/consents/${consentId}/authorisations/${authorisationId}`)
      return { status: 200, body: { scaStatus: found.scaStatus, _links: { scaStatus: status } } }
    },
  }),
]

/** The consent in the path, if it is the caller's; what is learnt of it goes into the call's record. */
async function ownConsent({ ids, tpp, entry }: RoutedCall<object, unknown>): Promise<ConsentOfTpp> {
  const consent = await findConsentOfTpp({ consentId: ids.consentId ?? '', tppId: tpp.id, now: await now() })
  if (!consent) throw new Refusal('consent_unknown')
  entry.consentId = consent.id
  entry.psuId = consent.psuId
  return consent
}
