import type { IncomingMessage } from 'node:http'

/** Headers by which a proxy would speak for a caller. From the wire they are a stranger's claims (THR-21). */
const CLAIMS = new Set([
  'client-cert',
  'client-cert-chain',
  'x-client-cert-secret',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-forwarded-ssl',
  'x-real-ip',
  'x-ssl-client-cert',
  'x-ssl-client-verify',
  'ssl-client-cert',
])

/** Takes out every header by which a proxy would vouch for the caller, in both forms that Node keeps them. */
export function stripClaims(req: IncomingMessage): void {
  for (const name of CLAIMS) if (name in req.headers) delete req.headers[name]
  const { rawHeaders } = req
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2)
    if (CLAIMS.has(rawHeaders[index]?.toLowerCase() ?? '')) rawHeaders.splice(index, 2)
}
