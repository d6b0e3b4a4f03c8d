import 'server-only'
import { isUnavailable } from '@/db/unavailable'
import { countStranger } from '@/lib/audit/count-stranger'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { isRefusal, Refusal } from '@/lib/errors'
import { noteBlock } from '@/lib/limits/blocks'
import { leftOf } from '@/lib/limits/limit'
import { log } from '@/lib/log'
import { recordRequest } from '@/lib/measurements/record-request'
import { countRefusal } from '@/lib/metrics/count-refusal'
import type { Caller, Tpp, VettedCertificate } from '@/lib/tpp/caller'
import { endsSoon } from '@/lib/tpp/certificate-end'
import { identifyTpp, recallTpp } from '@/lib/tpp/identify-tpp'
import { noteRefusedCall } from '@/lib/tpp/refused-calls'
import { callerFor, requireRole } from '@/lib/tpp/require-role'
import type { Xs2aAnswer, Xs2aCall } from './call'
import { newCallId } from './call-id'
import { checkAccept } from './check-accept'
import { checkReply, LeakStopped } from './check-reply'
import type { ErrorCode } from './error-codes'
import { answerOnce, isRecorded, keepAnswer } from './idempotency'
import { matchRoute, NIL, uuidOr } from './match-route'
import { undeclaredOf } from './openapi-errors'
import { productOf } from './payment-product'
import { readRequest } from './read-request'
import { recordCall, recordFailure } from './record-call'
import { refuseFlood } from './refuse-flood'
import type { Entry, Reply, Route, RoutedCall } from './route'
import { ROUTES } from './routes'
import { serveOpenApi } from './serve-openapi'
import { DoorRefusal, type Problem, toProblem, toTppMessages } from './tpp-messages'

/**
 * Answers one XS2A call, whatever it is; never throws. In the order that gives nothing away (xs2a.md 1.2): certificate,
 * third party, path and method, role, product, form, and then the house. An identified caller's call is one row of the access
 * log, served or refused, but for floods and the contract; anybody else's is only counted.
 */
export async function answerCall(raw: Xs2aCall, given: Caller): Promise<Xs2aAnswer> {
  const flood = refuseFlood(raw, given)
  if (flood) {
    countRefusal('xs2a', 'too_many_requests')
    echo(flood.headers, raw)
    return flood
  }
  const contract = serveOpenApi(raw)
  if (contract) return contract
  const started = performance.now()
  const callId = newCallId()
  const { route, ids, allow } = matchRoute(ROUTES, raw.method, raw.path)
  const caller = route ? callerFor(route.role, given) : given
  const entry = blankEntry()
  const facts = { raw, caller, callId, entry, route }
  let outcome: { reply: Reply } | { problem: Problem }
  try {
    const reply = await serve({ ...facts, ids, allow })
    await recordCall({ ...facts, status: reply.status, code: null })
    outcome = { reply }
  } catch (thrown) {
    outcome = { problem: await refuse(thrown, facts) }
  }
  const answer =
    'reply' in outcome ? toAnswer(outcome.reply, route?.alternative) : toErrorAnswer(outcome.problem)
  echo(answer.headers, raw)
  if (caller !== given && given.unanswered)
    answer.headers[LAST_GOOD] = given.unanswered.lastGoodAt.toISOString()
  // Strangers are counted, not measured: a flood of theirs is one row a minute.
  if (!caller.certificate) return answer
  const tppId = caller.certificate.organizationIdentifier
  if (endsSoon(caller.certificate)) answer.headers[ENDS] = caller.certificate.notAfter.toISOString()
  answer.headers.RateLimit = `"caller";r=${leftOf('third-party', tppId)}`
  recordRequest({
    id: callId,
    channel: 'tpp',
    route: route?.path ?? 'unmatched',
    tppId,
    status: answer.status,
    durationMicros: Math.round((performance.now() - started) * 1_000),
    errorCause: answer.status < 400 ? null : answer.status < 500 ? 'caller' : 'bank',
  })
  return answer
}

async function serve({ raw, caller, callId, entry, route, ids, allow }: Serve): Promise<Reply> {
  const { certificate } = caller
  if (!certificate) throw caller.refusal ?? new Refusal('certificate_missing')
  const tpp = await whoCalls(caller, certificate, route)
  if (!route)
    throw allow === null ? new DoorRefusal('path_unknown') : new DoorRefusal('method_not_offered', allow)
  if (route.role !== null) requireRole(tpp, certificate, route.role)
  if ('payment-product' in ids) productOf(ids)
  checkAccept(raw.header('accept'), route.alternative)
  const { requestId, psuAddress, query, body } = await readRequest(raw, route, certificate)
  const call: RoutedCall<unknown, unknown> = {
    raw,
    tpp,
    certificate,
    callId,
    requestId,
    psuAddress,
    consentId: uuidOr(raw.header('consent-id'), NIL),
    ids,
    query,
    body,
    route,
    origin: caller.through === 'listener' ? env.MTLS_ORIGIN : env.PUBLIC_ORIGIN,
    given: { rights: null },
    entry,
    recordIn: async (tx, reply, about) => {
      // Before the commit: what must not leave must not be kept for a repetition either.
      checkReply(reply, route, null)
      const own = { ...entry, consentId: 'consentId' in about ? about.consentId : null }
      await recordCall({ raw, caller, callId, entry: own, route, status: reply.status, code: null, tx })
      await keepAnswer(tx, { tppId: tpp.id, requestId, raw, reply, about })
    },
  }
  const reply = route.method === 'GET' ? await route.handle(call) : await answerOnce(call)
  checkReply(reply, route, call.given.rights)
  return reply
}

/**
 * Within a second of the last look no time is asked for: nothing would be written with it. Only where a consent is used may
 * that be: the statement that uses it reads the third party's status again, so that a pause binds on the next request.
 */
async function whoCalls(caller: Caller, certificate: VettedCertificate, route: Route | null): Promise<Tpp> {
  const rechecked = route?.headers.includes('Consent-ID') ?? false
  const known = rechecked ? recallTpp(certificate) : null
  return known?.status === 'active' ? known : identifyTpp(caller, await now(), { fresh: !rechecked })
}

/** What became of a call that was not served. What nobody expected is logged once, with the reference it is told by. */
async function refuse(thrown: unknown, facts: Facts): Promise<Problem> {
  const { caller, callId, route } = facts
  const place = { below: route?.below ?? null, reference: callId }
  let problem = toProblem(thrown, place)
  if (!problem.expected) log.error({ err: thrown, callId, route: route?.path }, 'An XS2A call failed')
  else if (route) problem = withinContract(problem, route, place)
  noteRefusal(thrown, problem, facts)
  countRefusal('xs2a', problem.code)
  try {
    if (!caller.certificate) {
      noteRefusedOf(facts, problem)
      await countStranger({ rule: problem.code, address: caller.address })
    } else if (facts.entry.recorded)
      await recordFailure({ ...facts, status: problem.status, code: problem.code })
    else if (!(isUnavailable(thrown) && (await isRecorded(callId))))
      await recordCall({ ...facts, status: problem.status, code: problem.code })
  } catch (unrecorded) {
    // Without its row no call is answered as if it had one.
    log.error({ err: unrecorded, callId, route: route?.path }, 'An XS2A call could not be recorded')
    problem = toProblem(unrecorded, place)
  }
  return problem
}

/**
 * Holds a refusal against the contract of its line, wherever it arose: a handler is not the only one that refuses. What
 * the contract lacks is a fault of ours. It gives nothing away and is true, so in production it is only logged.
 */
function withinContract(problem: Problem, route: Route, place: Parameters<typeof toProblem>[1]): Problem {
  const { status, code, also = [], silent } = problem
  if (silent) return problem
  const missing = undeclaredOf(route, status, [code, ...also.map((one) => one.code)])
  if (missing.length === 0) return problem
  const fault = new Error(`The contract of ${route.operationId} lacks ${status} ${missing.join(', ')}`)
  log.error({ err: fault, reference: place.reference }, 'A refusal is not in the contract')
  return env.NODE_ENV === 'production' ? problem : toProblem(fault, place)
}

/**
 * Every block of an identified caller is an event of the security log: what it sent outside of the contract, and what we
 * would have answered outside of it. A consent that says no is no block but an answer, and stands in the access log.
 */
function noteRefusal(thrown: unknown, { code }: Problem, { raw, caller, callId, route }: Facts): void {
  const tppId = caller.certificate?.organizationIdentifier
  if (!tppId) return
  const leak = thrown instanceof LeakStopped ? thrown : null
  if (leak) log.error({ callId, route: route?.path, tppId, rule: leak.rule }, 'An answer was stopped: alarm')
  const tooMany = isRefusal(thrown) && thrown.code === 'too_many_requests' ? tooManyOf(route) : null
  const rule = leak?.rule ?? tooMany ?? (thrown instanceof DoorRefusal || BLOCKS.has(code) ? code : null)
  if (rule === null) return
  noteBlock({ rule, address: caller.address, tppId, requestId: uuidOr(raw.header('x-request-id'), null) })
}

/** What there were too many of, beyond requests as such. */
const tooManyOf = (route: Route | null) =>
  route?.operationId === 'createPayment' ? 'TOO_MANY_PAYMENTS' : 'TOO_MANY_QUESTIONS'

/** For the third party whose certificate it was, if it was one's. What the call says of a consent or a customer proves nothing. */
function noteRefusedOf({ raw, caller, route }: Facts, { status, code }: Problem): void {
  const { refused } = caller
  const { method } = raw
  const requestId = uuidOr(raw.header('x-request-id'), null)
  noteRefusedCall({ refused, method, route: route?.path ?? 'unmatched', status, code, requestId })
}

const BLOCKS = new Set<ErrorCode>([
  'CERTIFICATE_BLOCKED',
  'ROLE_INVALID',
  'SIGNATURE_INVALID',
  'SIGNATURE_MISSING',
  'FORMAT_ERROR',
  'PARAMETER_NOT_SUPPORTED',
  'SERVICE_INVALID',
  'REQUESTED_FORMATS_INVALID',
  'CONTENT_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
])

/** Says that a call was served although nobody told whether its certificate is revoked, and when it was last called good. */
const LAST_GOOD = 'Certificate-Last-Good'

/** From sixty days before its end on: when the certificate of this call ends. */
const ENDS = 'Certificate-Ends'

const COMMON = { 'Cache-Control': 'no-store', 'Content-Type': 'application/json' }

function toAnswer({ status, headers, body, text }: Reply, alternative = 'text/plain'): Xs2aAnswer {
  if (text !== undefined)
    return { status, headers: { ...COMMON, 'Content-Type': alternative, ...headers }, body: text }
  if (body === undefined) return { status, headers: { 'Cache-Control': 'no-store', ...headers }, body: null }
  return { status, headers: { ...COMMON, ...headers }, body: JSON.stringify(body) }
}

function toErrorAnswer(problem: Problem): Xs2aAnswer {
  const headers: Record<string, string> = { ...COMMON }
  if (problem.allow) headers.Allow = problem.allow
  if (problem.retryAfter !== undefined) headers['Retry-After'] = String(problem.retryAfter)
  // RFC 9110, 11.6.1 and RFC 9449, 7.1: a refused token says by which scheme to try again.
  if (problem.code.startsWith('TOKEN_'))
    headers['WWW-Authenticate'] =
      'DPoP error="invalid_token", algs="ES256 PS256 EdDSA", Bearer error="invalid_token"'
  if (problem.silent) delete headers['Content-Type']
  return { status: problem.status, headers, body: problem.silent ? null : toTppMessages(problem) }
}

/** Only what is a UUID goes back: a stranger's text in a header could write headers of its own (THR-15). */
function echo(headers: Record<string, string>, raw: Xs2aCall): void {
  const requestId = raw.header('x-request-id')
  if (uuidOr(requestId, null) !== null && requestId) headers['X-Request-ID'] = requestId
  const interactionId = raw.header('x-fapi-interaction-id')
  if (uuidOr(interactionId, null) !== null && interactionId) headers['x-fapi-interaction-id'] = interactionId
}

const blankEntry = (): Entry => ({
  consentId: null,
  psuId: null,
  accountId: null,
  sealedPsuAddress: null,
  items: null,
  recorded: false,
})

type Facts = { raw: Xs2aCall; caller: Caller; callId: string; entry: Entry; route: Route | null }
type Serve = Facts & { ids: Record<string, string>; allow: string | null }
