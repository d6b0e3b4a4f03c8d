import 'server-only'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

/** A pushed request with fifty accounts is under ten kilobytes; whatever is larger is no request of this door. */
export const BODY_BYTES_MAX = 64 * 1024

/**
 * Lets a handler of Node's kind answer a Request of the web's kind, for the mounts inside Next. The message is a real
 * one over a socket that goes nowhere; the answer is collected and given back whole. A body over the limit is 413.
 */
export async function answerByNode(request: Request, handle: NodeHandler): Promise<Response> {
  const body = await readLimited(request)
  if (!body) return new Response(null, { status: 413 })
  const req = toIncoming(request, body)
  const res = new ServerResponse(req)
  const answer = collect(res)
  await handle(req, res)
  return answer
}

/** A request that carries nothing but cookies, for calls into the provider that only read those. */
export function cookieRequest(cookie: string): { req: IncomingMessage; res: ServerResponse } {
  const req = new IncomingMessage(new Socket())
  req.method = 'GET'
  req.url = '/'
  req.headers = { cookie }
  return { req, res: new ServerResponse(req) }
}

async function readLimited(request: Request): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > BODY_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function toIncoming(request: Request, body: Buffer): IncomingMessage {
  const { pathname, search } = new URL(request.url)
  const req = new IncomingMessage(new Socket())
  req.method = request.method
  req.url = pathname + search
  req.headers = Object.fromEntries(request.headers)
  // What was read is what counts: the library refuses a length that does not fit.
  delete req.headers['transfer-encoding']
  if (body.length > 0) req.headers['content-length'] = String(body.length)
  req.complete = true
  req.push(body.length > 0 ? body : null)
  if (body.length > 0) req.push(null)
  return req
}

/** Catches what is written instead of sending it: there is no connection behind this response. */
function collect(res: ServerResponse): Promise<Response> {
  const chunks: Buffer[] = []
  const keep = (chunk: unknown, encoding?: unknown) => {
    if (typeof chunk === 'string')
      chunks.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'))
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  return new Promise((resolve) => {
    res.write = (chunk: unknown, ...rest: unknown[]) => {
      keep(chunk, rest[0])
      later(rest)
      return true
    }
    res.end = (...given: unknown[]) => {
      keep(given[0], given[1])
      later(given)
      resolve(toResponse(res, Buffer.concat(chunks)))
      res.emit('finish')
      return res
    }
  })
}

function later(args: unknown[]): void {
  const callback = args.find((argument) => typeof argument === 'function')
  if (callback) queueMicrotask(() => callback())
}

function toResponse(res: ServerResponse, body: Buffer): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(res.getHeaders()))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, String(one))
  const empty = res.statusCode === 204 || res.statusCode === 304 || body.length === 0
  return new Response(empty ? null : new Uint8Array(body), { status: res.statusCode, headers })
}

type NodeHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>
