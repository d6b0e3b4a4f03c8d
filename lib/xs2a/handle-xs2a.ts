import 'server-only'
import { Refusal } from '@/lib/errors'
import type { Caller } from '@/lib/tpp/caller'
import { answer } from './answer-signed'
import { MOUNT } from './call'

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
        body ??= readBody(request, limit)
        return body
      },
    },
    caller,
  )
  return new Response(given.body, { status: given.status, headers: given.headers })
}

async function readBody(request: Request, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      if (size > limit) return null
      chunks.push(chunk)
    }
  } catch (cause) {
    throw new Refusal('format_error', { text: 'The body did not arrive whole. Send it again.', cause })
  }
  return Buffer.concat(chunks)
}
