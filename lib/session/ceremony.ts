import 'server-only'
import type { ZodType } from 'zod'
import type { Language } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { preferredLanguage } from '@/i18n/preferred-language'
import { now as currentTime } from '@/lib/clock'
import { Refusal, type RefusalCode } from '@/lib/errors'
import type { LimitRule } from '@/lib/limits/limit'
import { doorRequest, type RouteHandler } from './door-request'
import { isFromOwnPage } from './own-page'
import { PATH_HEADER } from './path-header'
import { readBody } from './read-body'
import { answerTo, sentenceOf } from './refusal-words'
import { requestLanguage } from './request-language'

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
  return (request, { params }) => {
    let language = preferredLanguage(request.headers)
    const path = request.headers.get(PATH_HEADER)
    return doorRequest({
      request,
      limit,
      answer: (code, requestId) => toError(code, requestId, { language, path }),
      work: async (requestId) => {
        if (!isFromOwnPage(request))
          return toError('format_error', requestId, { language, path, status: FORBIDDEN })
        language = await requestLanguage(request.headers)
        const parsed = schema.safeParse(parseJson(await readBody(request, 'application/json')))
        if (!parsed.success) throw new Refusal('format_error', { cause: parsed.error })
        const now = await currentTime()
        return Response.json(await use({ input: parsed.data, params: await params, request, requestId, now }))
      },
    })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new Refusal('format_error', { cause: thrown })
  }
}

const FORBIDDEN = 403

function toError(code: RefusalCode | null, reference: string, told: ToldIn): Response {
  const { language, path, status } = told
  const answer = answerTo(code, path)
  const name = answer.words === 'notConfirmed' ? 'sca_failed' : (code ?? 'unexpected')
  const error = {
    code: name,
    message:
      answer.words === 'chooseAccount' || answer.words === 'choosePayer'
        ? sentenceOf(answer.words, language)
        : `${sentenceOf(answer.words, language)}\n${messagesOf(language).passkey.reference} ${reference}`,
    reference,
  }
  return Response.json({ error }, { status: status ?? answer.status })
}

type ToldIn = { language: Language; path: string | null; status?: number }

export type CeremonyInput<T> = {
  input: T
  params: Record<string, string>
  request: Request
  requestId: string
  now: Date
}
