import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '@/lib/tpp/caller'
import { answer } from './answer-signed'
import { MOUNT, type Xs2aCall } from './call'
import { readUpTo } from './read-up-to'

/** The door for Node's own request, without a framework between: what the listener calls for paths below `/xs2a`. */
export async function serveXs2a(req: IncomingMessage, res: ServerResponse, caller: Caller): Promise<void> {
  const { status, headers, body } = await answer(new NodeCall(req), caller)
  // A body nobody reads would be taken for the next request's.
  if (!req.complete && status >= 400) headers.Connection = 'close'
  if (body === null) return void res.writeHead(status, headers).end()
  headers['Content-Length'] = String(Buffer.byteLength(body))
  // As text: Node then writes head and body as one record.
  res.writeHead(status, headers).end(body)
}

/** A class rather than an object of closures: there is one per request. */
class NodeCall implements Xs2aCall {
  readonly method: string
  readonly path: string
  readonly search: string

  constructor(private readonly req: IncomingMessage) {
    const { method = 'GET', url = '/' } = req
    const query = url.indexOf('?')
    this.method = method
    this.path = query < 0 ? url.slice(MOUNT.length) : url.slice(MOUNT.length, query)
    this.search = query < 0 ? '' : url.slice(query + 1)
  }

  header(name: string): string | undefined {
    const value = this.req.headers[name]
    return typeof value === 'string' ? value : undefined
  }

  get repeated(): readonly string[] {
    const { headers, rawHeaders } = this.req
    // Node keeps one entry per name, whatever it does with a second value.
    return Object.keys(headers).length * 2 === rawHeaders.length ? [] : repeatedIn(rawHeaders)
  }

  readBody(limit: number): Promise<Buffer | null> {
    this.body ??= this.isLonger(limit) ? Promise.resolve(null) : readUpTo(limit, this.req)
    return this.body
  }

  private body: Promise<Buffer | null> | undefined

  private isLonger(limit: number): boolean {
    return Number(this.req.headers['content-length'] ?? 0) > limit
  }
}

/** Node keeps the first of some repeated headers and joins others: only the raw list tells. */
function repeatedIn(rawHeaders: readonly string[]): string[] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  return names.filter((name, index) => names.indexOf(name) < index)
}
