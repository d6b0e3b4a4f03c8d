import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'

/**
 * A keep-alive load client: `connections` sockets, on each one request at a time, the next as soon as an answer is
 * complete. Requests are bytes made beforehand, so that during a shot the client only writes and counts.
 */
export class Client {
  private lines: Line[] = []

  constructor(
    private readonly target: Target,
    private readonly connections: number,
  ) {}

  /** Opens fresh connections, so that no server's idle time-out ends one in the middle of a shot. */
  async open(): Promise<void> {
    this.close()
    this.lines = await Promise.all(Array.from({ length: this.connections }, () => openLine(this.target)))
  }

  /** Sends all and returns an answer for each, in order. Throws when a connection ends early. */
  async send(requests: readonly string[]): Promise<Answer[]> {
    const answers: Answer[] = new Array(requests.length)
    let next = 0
    await Promise.all(
      this.lines.map(async (line) => {
        for (let index = next++; index < requests.length; index = next++)
          answers[index] = await line.ask(requests[index] ?? '')
      }),
    )
    return answers
  }

  close(): void {
    for (const line of this.lines.splice(0)) line.socket.destroy()
  }
}

async function openLine(target: Target): Promise<Line> {
  const { host, port, tls } = target
  const socket = tls
    ? connectSecure({ host, port, servername: 'localhost', ...tls })
    : connectPlain(port, host)
  await new Promise<void>((resolve, reject) => {
    socket.once(tls ? 'secureConnect' : 'connect', resolve).once('error', reject)
  })
  return lineOn(socket.setNoDelay(true))
}

function lineOn(socket: Socket): Line {
  let waiting: { resolve: (answer: Answer) => void; reject: (cause: Error) => void } | null = null
  let received: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const answer = readAnswer(received)
    if (!answer || !waiting) return
    received = Buffer.alloc(0)
    waiting.resolve(answer)
  })
  const end = (cause?: Error) => waiting?.reject(cause ?? new Error('A connection ended before its answer'))
  socket.on('error', end).on('close', () => end())
  const ask = (request: string) =>
    new Promise<Answer>((resolve, reject) => {
      waiting = { resolve, reject }
      socket.write(request)
    })
  return { socket, ask }
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/** The answer when it is complete, else null. One request is under way at a time, so nothing may follow it. */
function readAnswer(bytes: Buffer): Answer | null {
  const end = bytes.indexOf(END_OF_HEAD)
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const body = bytes.subarray(end + 4)
  const status = Number(head.slice(9, 12))
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    const complete = body.length >= 5 && body.subarray(-5).equals(LAST_CHUNK)
    return complete ? { status, head, body: withoutChunks(body) } : null
  }
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
  return body.length >= length ? { status, head, body } : null
}

function withoutChunks(body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; ) {
    const line = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, line), 16)
    if (size === 0) break
    parts.push(body.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
  return Buffer.concat(parts)
}

export type Target = { host: string; port: number; tls?: { cert: string; key: string; ca: string } }
export type Answer = { status: number; head: string; body: Buffer }
type Line = { socket: Socket; ask: (request: string) => Promise<Answer> }
