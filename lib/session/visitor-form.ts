import 'server-only'
import { cookies } from 'next/headers'
import type { ZodType } from 'zod'
import { preferredLanguage } from '@/i18n/preferred-language'
import { now as currentTime } from '@/lib/clock'
import { Refusal, type RefusalCode } from '@/lib/errors'
import type { LimitRule } from '@/lib/limits/limit'
import { doorRequest, type RouteHandler } from './door-request'
import { isFromOwnPage } from './own-page'
import { PATH_HEADER } from './path-header'
import { readBody } from './read-body'
import { answerTo, sentenceOf } from './refusal-words'

/**
 * A handler for a plain form that needs nobody signed in: from our own pages only, parsed strictly, answered by 303 to
 * the path that `use` returns. A refusal leads to `page`, which says it (`?problem=`), or to the page for problems.
 */
export function visitorForm<T>(
  schema: ZodType<T>,
  use: (input: VisitorInput<T>) => Promise<string>,
  options: FormOptions = {},
): RouteHandler {
  return async (request, context) => {
    const params = await context.params
    return doorRequest({
      request,
      limit: options.limit,
      answer: (code, reference) =>
        toProblem(code, reference, { options, params, path: request.headers.get(PATH_HEADER) }),
      work: async (requestId) => {
        // No redirect: a foreign page must not be able to move the customer about.
        if (!isFromOwnPage(request))
          return new Response(sentenceOf('notUnderstood', preferredLanguage(request.headers)), {
            status: 403,
          })
        const parsed = schema.safeParse(
          parseFields(await readBody(request, 'application/x-www-form-urlencoded')),
        )
        if (!parsed.success) throw new Refusal('format_error', { cause: parsed.error })
        const given = { input: parsed.data, params, request, requestId }
        return seeOther(await use({ ...given, cookies: await cookies(), now: await currentTime() }))
      },
    })
  }
}

/** A form's answer: look there next. The path stays relative, so no Host header can turn it elsewhere. */
const seeOther = (path: string) => new Response(null, { status: 303, headers: { location: path } })

/** One value of a name is a string, several are a list: a schema that wants one refuses a field sent twice. */
function parseFields(body: string): Record<string, string | string[]> {
  const fields = new URLSearchParams(body)
  return Object.fromEntries(
    [...new Set(fields.keys())].map((name) => {
      const values = fields.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

function toProblem(code: RefusalCode | null, reference: string, { options, params, path }: Form): Response {
  const { words } = answerTo(code, path)
  const { page, signIn, ended } = options
  if (ended && (code === 'already_decided' || code === 'interaction_ended')) return seeOther(ended(params))
  if (code === 'session_ended') return seeOther(signIn ? signIn(params) : '/sign-in')
  const own = typeof page === 'function' ? page(params) : page
  return seeOther(own ? `${own}?problem=${words}` : `/problem?${new URLSearchParams({ words, reference })}`)
}

export type VisitorInput<T> = {
  input: T
  params: Record<string, string>
  request: Request
  requestId: string
  cookies: Awaited<ReturnType<typeof cookies>>
  now: Date
}

type Form = { options: FormOptions; params: Record<string, string>; path: string | null }

type PathOf = (params: Record<string, string>) => string

/**
 * `page`: the form's own, which shows a problem itself. `signIn`: where to sign in instead of at `/sign-in`. `ended`: the
 * page that says what became of a request which was answered already or has run out. `limit`: one of its own, beside that of all
 * forms.
 */
export type FormOptions = { page?: string | PathOf; signIn?: PathOf; ended?: PathOf; limit?: LimitRule }
