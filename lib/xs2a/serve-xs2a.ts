import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '@/lib/tpp/caller'
import { answerCall } from './answer-call'
import { MOUNT } from './call'

/** The door for Node's own request, without a framework between: what the listener calls for paths below `/xs2a`. */
export async function serveXs2a(req: IncomingMessage, res: ServerResponse, caller: Caller): Promise<void> {
  const { method = 'GET', url = '/' } = req
  const query = url.indexOf('?')
  const { status, headers, body } = await answerCall(
    {
      method,
      path: (query < 0 ? url : url.slice(0, query)).slice(MOUNT.length),
      search: query < 0 ? '' : url.slice(query + 1),
      header: (name) => textOf(req.headers[name]),
      repeated: repeatedIn(req.rawHeaders),
      readBody: (limit) => readBody(req, limit),
    },
    caller,
  )
  const bytes = body === null ? null : Buffer.from(body)
  // A body nobody reads would be taken for the next request's.
  if (!req.complete && status >= 400) headers.Connection = 'close'
  if (bytes) headers['Content-Length'] = String(bytes.length)
  res.writeHead(status, headers).end(bytes)
}

const textOf = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

/** Node keeps the first of some repeated headers and joins others: only the raw list tells. */
function repeatedIn(rawHeaders: readonly string[]): string[] {
  const seen = new Set<string>()
  const repeated: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? ''
    if (seen.has(name)) repeated.push(name)
    seen.add(name)
  }
  return repeated
}

async function readBody(req: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    size += chunk.length
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
