import { type IncomingHttpHeaders, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { connect, type SecureVersion } from 'node:tls'

/** One request as somebody sends it who keeps to nothing: any method, any header, no redirect followed, no certificate judged. */
export function ask(origin: string, { path, method = 'GET', headers = {} }: Ask): Promise<Answer> {
  const { protocol, hostname, port } = new URL(origin)
  const send = protocol === 'https:' ? secure : plain
  return new Promise((resolve, reject) => {
    const req = send(
      { hostname, port, path, method, headers, rejectUnauthorized: false, timeout: 10_000 },
      (res) => {
        let body = ''
        res.setEncoding('utf8')
        res.on('data', (chunk: string) => {
          body += chunk
        })
        res.on('end', () => resolve({ path, status: res.statusCode ?? 0, headers: res.headers, body }))
        res.on('error', reject)
      },
    )
    req.on('timeout', () => req.destroy(new Error('no answer within ten seconds')))
    req.on('error', reject)
    req.end()
  })
}

/** Whether a place completes a handshake of that version, with those ciphers. */
export function shakes(
  origin: string,
  version: SecureVersion,
  ciphers = 'ALL:@SECLEVEL=0',
): Promise<boolean> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    const socket = connect(
      {
        host: hostname,
        port: Number(port || 443),
        servername: hostname,
        minVersion: version,
        maxVersion: version,
        ciphers,
        rejectUnauthorized: false,
      },
      () => {
        resolve(true)
        socket.destroy()
      },
    )
    socket.on('error', () => resolve(false))
  })
}

export type Answer = { path: string; status: number; headers: IncomingHttpHeaders; body: string }
type Ask = { path: string; method?: string; headers?: Record<string, string> }
