import 'server-only'
import type { Caller } from '@/lib/tpp/caller'
import { answer } from './answer-signed'
import { MOUNT } from './call'
import { readUpTo } from './read-up-to'

/** The door for a web request: paths below `/xs2a`. The listener takes the shorter way, `serve-xs2a`. */
export async function handleXs2a(request: Request, caller: Caller): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  let body: Promise<Buffer | null> | undefined
  const given = await answer(
    {
      method: request.method,
      path: pathname.slice(MOUNT.length),
      search: search.slice(1),
      header: (name) => request.headers.get(name) ?? undefined,
      // Here a repeated header arrives as one, joined by a comma, which no header of ours allows.
      repeated: [],
      readBody: (limit) => {
        body ??= readUpTo(limit, request.body ?? [])
        return body
      },
    },
    caller,
  )
  return new Response(given.body, { status: given.status, headers: given.headers })
}
