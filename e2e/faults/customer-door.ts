import type { IncomingMessage, ServerResponse } from 'node:http'
import { isUnavailable } from '@/db/unavailable'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { approveConsent } from '@/lib/consent/approve-consent'
import { matchNamedAccounts } from '@/lib/consent/choose-accounts'
import { challengeOf, hashRecord, newNonce, nonceOf } from '@/lib/consent/consent-record'
import { findConsentRequest } from '@/lib/consent/find-consent-request'
import { recordOfRequest } from '@/lib/consent/record-of-request'
import { refuseConsent } from '@/lib/consent/refuse-consent'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { isRefusal, Refusal } from '@/lib/errors'
import { findInteractionOf, finishInteractionOf, markDecided, prepareGrant } from '@/lib/oauth/interaction'
import { rotateSigningKeys } from '@/lib/oauth/rotate-signing-keys'
import { requestErasure } from '@/lib/removal/request-erasure'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { openPermission } from '@/lib/staff/open-permission'
import { stopForCustomer } from '@/lib/staff/stop-for-customer'

/** What the pages do at each of a customer's steps, by the same use cases in the same order. */
const STEPS: Record<string, (input: Input) => Promise<object>> = {
  options: async ({ uid, cookie, psuId }) => {
    const { request, chosen } = await openPage({ uid, cookie, psuId })
    const record = recordShown(request, chosen)
    const { challenge, recordHash } = challengeOf(newNonce(), record)
    const binding = `interaction:${uid}`
    const now = await currentTime()
    return createAssertionChallenge({ purpose: 'approve', binding, challenge, recordHash, now })
  },
  allow: async ({ uid, cookie, challengeId, response, requestId }) => {
    const now = await currentTime()
    const binding = `interaction:${uid}`
    const verified = await verifyAssertion({ challengeId, response, purpose: 'approve', binding, now })
    const { psuId, credentialId, assertion } = verified
    const { pending, request, chosen } = await openPage({ uid, cookie, psuId })
    const record = recordShown(request, chosen)
    const nonce = nonceOf(verified.challenge)
    const recordHash = hashRecord(nonce, record)
    if (!verified.recordHash?.equals(recordHash)) throw new Refusal('request_changed')
    const { grantId } = await prepareGrant(pending, psuId)
    const { consentId } = request
    const shown = { record, recordHash, nonce, evidence: 'signed' as const, credentialId, assertion }
    await approveConsent({
      ...shown,
      consentId,
      tppId: pending.tppId,
      psuId,
      grantId,
      accounts: chosen.accounts,
      interactionUid: uid,
      requestId,
      alongside: (tx, at) => markDecided(tx, pending, 'allowed', psuId, grantId, at, recordHash),
    })
    return { signed: recordHash.toString('hex') }
  },
  refuse: async ({ uid, cookie, psuId, requestId }) => {
    const found = await findInteractionOf({ uid, cookie, now: await currentTime() })
    if ('ended' in found) throw new Refusal('already_decided')
    const { pending } = found
    const { consentId, tppId } = pending
    if (consentId === null) throw new Refusal('consent_unknown')
    await refuseConsent({
      consentId,
      tppId,
      psuId,
      requestId,
      alongside: (tx, at) => markDecided(tx, pending, 'refused', psuId, null, at),
    })
    return {}
  },
  return: async ({ uid, cookie }) => {
    const finished = await finishInteractionOf({ uid, cookie })
    if (!finished) throw new Refusal('interaction_ended')
    return finished
  },
  stop: async ({ consentId, psuId, requestId }) => revokeConsent({ consentId, psuId, requestId }),
  'stop-by-staff': async ({ consentId, psuId, staffId, requestId }) => {
    const at = { consentId, staffId, requestId, now: await currentTime() }
    await openPermission({ ...at, reason: 'Called us' })
    return stopForCustomer({
      ...at,
      psuId,
      channel: 'phone',
      identity: 'Called back.',
      reason: 'No longer uses it.',
    })
  },
  erase: async ({ psuId, sessionId, requestId }) => {
    const authenticatedAt = await currentTime()
    const { erasureId } = await requestErasure({ psuId, sessionId, authenticatedAt, requestId })
    return { erasureId }
  },
  rotate: async () => rotateSigningKeys({ publishedSeconds: 0 }),
}

/** Answers `/customer/<step>`: 200, 409 with the refusal's code, 503 while the database is away, 500 for all else. */
export async function answerCustomer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const step = STEPS[req.url?.slice('/customer/'.length) ?? '']
    if (!step) return void res.writeHead(404).end()
    const answer = JSON.stringify(await step(JSON.parse(Buffer.concat(chunks).toString('utf8'))))
    res.writeHead(200, { 'content-type': 'application/json' }).end(answer)
  } catch (thrown) {
    if (isRefusal(thrown)) res.writeHead(409).end(JSON.stringify({ code: thrown.code }))
    else if (isUnavailable(thrown)) res.writeHead(503, { 'retry-after': '5' }).end()
    else res.writeHead(500).end(String(thrown))
  }
}

async function openPage({ uid, cookie, psuId }: Pick<Input, 'uid' | 'cookie' | 'psuId'>) {
  const now = await currentTime()
  const found = await findInteractionOf({ uid, cookie, now })
  if ('ended' in found) throw new Refusal('already_decided')
  const { pending } = found
  const { consentId, tppId } = pending
  const request = consentId === null ? null : await findConsentRequest({ consentId, tppId, now })
  if (request?.status !== 'received') throw new Refusal('already_decided')
  return { pending, request, chosen: await matchNamedAccounts({ request, psuId }) }
}

const recordShown = (request: Page['request'], { recorded, offered }: Page['chosen']) =>
  recordOfRequest({
    request,
    accounts: recorded,
    bank: brand.name,
    locale: 'en',
    display: { justSignedIn: false, offered, replaces: null, news: null },
  })

type Page = Awaited<ReturnType<typeof openPage>>
type Input = {
  uid: string
  cookie: string
  psuId: string
  consentId: string
  sessionId: string
  staffId: string
  challengeId: string
  response: Parameters<typeof verifyAssertion>[0]['response']
  requestId: string
}
