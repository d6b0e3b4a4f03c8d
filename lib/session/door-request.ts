import 'server-only'
import { v7 as newId } from 'uuid'
import { isRefusal, type RefusalCode } from '@/lib/errors'
import { log } from '@/lib/log'

/**
 * Runs what a handler does under a request id of ours, and is the one place that logs what nobody expected. `answer`
 * turns the outcome into this door's own words; `code` is null for the unexpected.
 */
export async function doorRequest({ request, work, answer }: DoorRequest): Promise<Response> {
  const requestId = newId()
  const response = await work(requestId).catch((thrown) => {
    if (isRefusal(thrown)) {
      log.info({ requestId, refusal: thrown.code, path: thrown.path }, 'Refused')
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
  return response
}

export type RouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>

type DoorRequest = {
  request: Request
  work: (requestId: string) => Promise<Response>
  answer: (code: RefusalCode | null, requestId: string) => Response
}
