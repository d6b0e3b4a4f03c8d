import 'server-only'
import { Refusal } from '@/lib/errors'
import { type Customer, findCustomer, signInPath } from './customer'
import { doorRequest, type RouteHandler } from './door-request'
import { answerTo } from './refusal-words'
import { sameOriginPath } from './same-origin-path'

/**
 * A handler for a file of a signed-in customer. It is a public endpoint that checks the session itself; `find` answers null
 * for what is not there or not theirs. Without a session it leads to the sign-in page, which leads back to the file.
 */
export function customerDownload(find: (given: DownloadGiven) => Promise<Download | null>): RouteHandler {
  return async (request, context) =>
    doorRequest({
      request,
      answer: (code, reference) =>
        seeOther(`/problem?${new URLSearchParams({ words: answerTo(code).words, reference })}`),
      work: async () => {
        const customer = await findCustomer()
        const { pathname, search, searchParams: query } = new URL(request.url)
        if (!customer) return seeOther(signInPath(sameOriginPath(pathname + search)))
        const file = await find({ customer, params: await context.params, query })
        if (!file) throw new Refusal('resource_unknown')
        return new Response(file.body, {
          headers: {
            'content-type': file.type,
            'content-disposition': `attachment; filename="${file.name}"`,
          },
        })
      },
    })
}

const seeOther = (path: string) => new Response(null, { status: 303, headers: { location: path } })

type DownloadGiven = { customer: Customer; params: Record<string, string>; query: URLSearchParams }

/** `name` is plain ASCII without quotes. */
export type Download = { name: string; type: string; body: BodyInit }
