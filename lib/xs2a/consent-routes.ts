import 'server-only'
import { type ZodType, z } from 'zod'
import { database } from '@/db/connection'
import { bankDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import type { ConsentRequest } from '@/lib/consent/consent'
import { createConsent } from '@/lib/consent/create-consent'
import type { ConsentOfTpp } from '@/lib/consent/find-consent-of-tpp'
import { keepNotificationWish } from '@/lib/consent/keep-notification-wish'
import { terminateConsent } from '@/lib/consent/terminate-consent'
import { env } from '@/lib/env'
import type { RefusalCode } from '@/lib/errors'
import { checkedAt } from '@/lib/tpp/checked-at'
import { findApplication } from '@/lib/tpp/find-application'
import { ownConsent } from './authorisation-routes'
import { consentAnswer, consentCreatedAnswer, consentStatusAnswer } from './consent-answers'
import { consentBody } from './consent-body'
import { ACCOUNT_INFORMATION, type ConsentService } from './consent-service'
import { toConsent, toConsentCreated } from './consent-shapes'
import { readNotificationWish } from './notification-wish'
import { pausedMessage } from './paused-message'
import { readReturnAddresses } from './return-addresses'
import { route } from './route'
import { APPROACH, startSca } from './start-sca'

const nothing = z.strictObject({})
const ofConsent = {
  right: null,
  headers: [],
  query: nothing,
  body: null,
  below: 'consent',
} as const

/**
 * What a third party does with a consent of a service; none of it needs a token, the certificate says whose it is. How
 * it is asked for and told is `form`; all else is alike.
 */
export const consentRoutesOf = (service: ConsentService, form: ConsentForm) => [
  route({
    ...ofConsent,
    role: service.role,
    operationId: `create${service.noun}`,
    summary: `Ask for ${service.called}`,
    method: 'POST',
    path: service.path,
    headers: ['PSU-IP-Address'],
    body: form.body,
    below: null,
    answers: { 201: consentCreatedAnswer },
    // The last: repeated under its X-Request-ID after the consent has changed.
    refusals: [...form.refusals, 'status_invalid'],
    handle: async (call) => {
      const told = readNotificationWish(call.raw, call.certificate)
      const { returnTo, warnings } = readReturnAddresses(call.raw, call.certificate)
      const explicit = call.raw.header('tpp-explicit-authorisation-preferred') === 'true'
      const [application, at] = await Promise.all([findApplication(call.tpp.id), now()])
      const { consentId, reply } = await database().transaction(async (tx) => {
        const created = await createConsent({
          tppId: call.tpp.id,
          clientId: call.tpp.id,
          request: call.body,
          purpose: application?.purposes[0] ?? null,
          requestId: call.requestId,
          now: at,
          tppCheckedAt: checkedAt(call.certificate),
          explicit,
          returnTo,
          psuLanguages: call.raw.header('psu-accept-language') ?? null,
          tx,
        })
        const { consentId, authorisationId } = created
        const ids = { service, consentId, tppId: call.tpp.id, origin: call.origin }
        const sca = authorisationId && (await startSca(tx, { ...ids, authorisationId, returnTo, at }))
        await keepNotificationWish(tx, { consentId, tppId: call.tpp.id, wish: told.wish })
        const body = {
          ...toConsentCreated({ ...ids, sca: sca || null }),
          ...(warnings.length > 0 && { tppMessages: warnings }),
        }
        const headers = { Location: body._links.self.href, ...APPROACH, ...told.headers }
        const reply = { status: 201, headers, body } as const
        await call.recordIn(tx, reply, { consentId, ...(authorisationId && { authorisationId }) })
        return { consentId, reply }
      })
      Object.assign(call.entry, { consentId, recorded: true })
      return reply
    },
  }),
  route({
    ...ofConsent,
    role: service.role,
    operationId: `get${service.noun}`,
    summary: `Read ${service.called}`,
    method: 'GET',
    path: `${service.path}/{consentId}`,
    answers: { 200: form.answer },
    refusals: ['consent_unknown'],
    handle: async (call) => {
      const consent = await ownConsent(call, service)
      const day = bankDay(consent.lastActionAt, env.BANK_TIME_ZONE)
      return { status: 200, body: form.toAnswer(consent, day, call.origin) }
    },
  }),
  route({
    ...ofConsent,
    role: service.role,
    operationId: `get${service.noun}Status`,
    summary: `Read the status of ${service.called}`,
    method: 'GET',
    path: `${service.path}/{consentId}/status`,
    answers: { 200: consentStatusAnswer },
    refusals: ['consent_unknown'],
    handle: async (call) => {
      const { status, paused, psuLanguages } = await ownConsent(call, service)
      const tells = paused && status === 'valid' && service.kind === 'accountInformation'
      const wishes = call.raw.header('psu-accept-language') ?? psuLanguages
      return {
        status: 200,
        body: { consentStatus: status, ...(tells && { psuMessage: pausedMessage(wishes) }) },
      }
    },
  }),
  route({
    ...ofConsent,
    role: service.role,
    operationId: `delete${service.noun}`,
    summary: `End ${service.called}`,
    method: 'DELETE',
    path: `${service.path}/{consentId}`,
    answers: { 204: null },
    refusals: ['consent_unknown'],
    handle: async (call) => {
      const { id: consentId } = await ownConsent(call, service)
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
]

/** Consents for account information. */
export const consentRoutes = consentRoutesOf(ACCOUNT_INFORMATION, {
  body: consentBody,
  answer: consentAnswer,
  toAnswer: toConsent,
  refusals: ['service_invalid', 'sessions_not_supported'],
})

/** How a consent of one service is asked for and told. */
type ConsentForm = {
  body: ZodType<ConsentRequest>
  answer: ZodType
  /** From a consent, the bank's day of its last change and the caller's origin. */
  toAnswer: (consent: ConsentOfTpp, lastActionDate: string, origin: string) => object
  refusals: readonly RefusalCode[]
}
