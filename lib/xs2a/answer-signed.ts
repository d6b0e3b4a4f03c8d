import 'server-only'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { signAnswer } from '@/lib/signing/sign-message'
import type { Caller } from '@/lib/tpp/caller'
import { answerCall } from './answer-call'
import { MOUNT, type Xs2aAnswer, type Xs2aCall } from './call'
import { newCallId } from './call-id'
import { toProblem, toTppMessages } from './tpp-messages'

/** Answers one XS2A call as the deployment wants it: as it is, or signed by the bank (RFC 9421). Never throws. */
export const answer = env.SIGN_ANSWERS === 'rfc9421' ? answerSigned : answerCall

/** Whoever shows no certificate is told what it lacks without a signature: strangers shall not cost one. */
async function answerSigned(raw: Xs2aCall, caller: Caller): Promise<Xs2aAnswer> {
  const plain = await answerCall(raw, caller)
  if (!caller.certificate) return plain
  const origin = caller.through === 'listener' ? env.MTLS_ORIGIN : env.PUBLIC_ORIGIN
  const search = raw.search === '' ? '' : `?${raw.search}`
  const request = { method: raw.method, url: `${origin}${MOUNT}${raw.path}${search}` }
  try {
    return { ...plain, headers: await signAnswer({ ...plain, request }) }
  } catch (thrown) {
    // Unsigned data where signed is promised would teach callers to take it; the same X-Request-ID gets the answer later.
    const callId = newCallId()
    log.error({ err: thrown, callId }, 'An XS2A answer could not be signed')
    const problem = toProblem(thrown, { below: null, reference: callId })
    const headers = { 'Cache-Control': 'no-store', 'Content-Type': 'application/json' }
    return { status: problem.status, headers, body: toTppMessages(problem) }
  }
}
