import 'server-only'
import { validate as isUuid, v7 as newId } from 'uuid'
import { isRefusal, type RefusalCode } from '@/lib/errors'
import type { LimitRule } from '@/lib/limits/limit'
import { limitPeople } from '@/lib/limits/limit-people'
import { log } from '@/lib/log'
import { countRefusal } from '@/lib/metrics/count-refusal'
import { DEVELOPER_COOKIE } from './developer-cookie'
import { sessionTokenIn } from './session-cookie'
import { STAFF_COOKIE } from './staff-cookie'

/**
 * Runs what a handler does under a request id of ours, and is the one place that logs what nobody expected. `answer`
 * turns the outcome into this door's own words; `code` is null for the unexpected.
 */
export async function doorRequest({ request, limit, work, answer }: DoorRequest): Promise<Response> {
  const requestId = idOf(request)
  let retryAfter: number | undefined
  const response = await within(request, limit, () => work(requestId)).catch((thrown) => {
    if (isRefusal(thrown)) {
      log.info({ requestId, refusal: thrown.code, path: thrown.path }, 'Refused')
      countRefusal('pages', thrown.code)
      retryAfter = thrown.retryAfter
      return answer(thrown.code, requestId)
    }
    // Next's own signals (a redirect, not-found) are no faults and go on to Next.
    if (thrown instanceof Error && 'digest' in thrown && String(thrown.digest).startsWith('NEXT_'))
      throw thrown
    log.error({ requestId, err: thrown, method: request.method }, 'A request failed')
    return answer(null, requestId)
  })
  response.headers.set('x-request-id', requestId)
  response.headers.set('cache-control', 'no-store')
  if (retryAfter) response.headers.set('retry-after', String(retryAfter))
  return response
}

/** The one that `proxy.ts` gave the request, over whatever its sender wrote; one of ours where it did not pass there. */
function idOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given !== null && isUuid(given) ? given : newId()
}

/** First of all the limits, which cost nothing: a form is a public endpoint. */
async function within(
  request: Request,
  limit: LimitRule | undefined,
  work: () => Promise<Response>,
): Promise<Response> {
  const cookie = request.headers.get('cookie')
  limitPeople(request.headers, {
    session: sessionTokenIn(cookie) ?? STAFF_COOKIE.tokenIn(cookie) ?? DEVELOPER_COOKIE.tokenIn(cookie),
    further: limit,
  })
  return work()
}

export type RouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>

type DoorRequest = {
  request: Request
  /** A limit of its own, beside that of all forms. */
  limit?: LimitRule | undefined
  work: (requestId: string) => Promise<Response>
  answer: (code: RefusalCode | null, requestId: string) => Response
}
