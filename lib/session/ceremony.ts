import 'server-only'
import type { ZodType } from 'zod'
import { now as currentTime } from '@/lib/clock'
import { Refusal, type RefusalCode } from '@/lib/errors'
import type { LimitRule } from '@/lib/limits/limit'
import messages from '@/messages/en.json'
import { doorRequest, type RouteHandler } from './door-request'
import { isFromOwnPage } from './own-page'
import { readBody } from './read-body'
import { answerTo, sentenceOf } from './refusal-words'

/**
 * A handler for the two halves of a passkey ceremony: JSON in, JSON out, from our own pages only, no session needed. A
 * refusal becomes `{ error: { code, message, reference } }` with a sentence for the customer; what is unexpected is
 * logged under the reference and told without details.
 */
export function ceremony<T>(
  schema: ZodType<T>,
  use: (input: CeremonyInput<T>) => Promise<object>,
  limit?: LimitRule,
): RouteHandler {
  return (request, { params }) =>
    doorRequest({
      request,
      limit,
      answer: (code, requestId) => toError(code, requestId),
      work: async (requestId) => {
        if (!isFromOwnPage(request)) return toError('format_error', requestId, FORBIDDEN)
        const parsed = schema.safeParse(parseJson(await readBody(request, 'application/json')))
        if (!parsed.success) throw new Refusal('format_error', { cause: parsed.error })
        const now = await currentTime()
        return Response.json(await use({ input: parsed.data, params: await params, request, requestId, now }))
      },
    })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new Refusal('format_error', { cause: thrown })
  }
}

const FORBIDDEN = 403

function toError(code: RefusalCode | null, reference: string, status?: number): Response {
  const answer = answerTo(code)
  const told = answer.words === 'notConfirmed' ? 'sca_failed' : (code ?? 'unexpected')
  const error = {
    code: told,
    message:
      answer.words === 'chooseAccount'
        ? sentenceOf(answer.words)
        : `${sentenceOf(answer.words)} ${messages.passkey.reference} ${reference}.`,
    reference,
  }
  return Response.json({ error }, { status: status ?? answer.status })
}

export type CeremonyInput<T> = {
  input: T
  params: Record<string, string>
  request: Request
  requestId: string
  now: Date
}
