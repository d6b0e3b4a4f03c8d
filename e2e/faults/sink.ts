import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'

/**
 * The third party's endpoint for notifications: keeps what arrives under which X-Request-ID, and misbehaves as it is told. What
 * was answered with 2xx it has; everything else it was only sent.
 */
export async function openSink(folder: string, port: number): Promise<Sink> {
  const sink: Sink = {
    url: `https://localhost:${port}/told`,
    told: [],
    mode: 'well',
    onTold: () => undefined,
    close: () => undefined,
  }
  const tls = {
    cert: readFileSync(join(folder, 'server.pem')),
    key: readFileSync(join(folder, 'server.key')),
  }
  const server = createServer(tls, async (req, res) => {
    let body = ''
    try {
      for await (const chunk of req) body += chunk
    } catch {
      // Whoever sent it was killed in the middle of it: nothing was told.
      return
    }
    if (!req.complete || body === '') return
    const id = String(req.headers['x-request-id'])
    const { consentId = '', consentStatus = '' } = JSON.parse(body)
    const { mode } = sink
    const path = req.url ?? ''
    sink.told.push({
      id,
      consentId,
      status: consentStatus,
      had: mode === 'well',
      gone: mode === 'gone',
      path,
    })
    sink.onTold()
    ANSWERS[mode](res)
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  sink.close = () => {
    server.closeAllConnections()
    server.close()
  }
  return sink
}

const ANSWERS = {
  well: (res: ServerResponse) => void res.writeHead(202).end(),
  failing: (res: ServerResponse) => void res.writeHead(500).end(),
  silent: () => undefined,
  'cut off': (res: ServerResponse) => void res.destroy(),
  elsewhere: (res: ServerResponse) => void res.writeHead(307, { location: '/elsewhere' }).end(),
  gone: (res: ServerResponse) => void res.writeHead(410).end(),
  endless: (res: ServerResponse) => {
    res.writeHead(500)
    const more = () => {
      while (!res.destroyed && res.write('x'.repeat(65_536))) {}
    }
    res.on('drain', more)
    more()
  },
}

export type SinkMode = keyof typeof ANSWERS
export type Sink = {
  url: string
  told: { id: string; consentId: string; status: string; had: boolean; gone: boolean; path: string }[]
  mode: SinkMode
  /** Before it answers. */
  onTold: () => void
  close: () => void
}
