import type { IncomingMessage } from 'node:http'

/** Headers by which a proxy would speak for a caller. From the wire they are a stranger's claims (THR-21). */
const CLAIMS = [
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
]

/** Takes out every header by which a proxy would vouch for the caller, in both forms that Node keeps them. */
export function stripClaims({ headers, rawHeaders }: IncomingMessage): void {
  const made = CLAIMS.filter((name) => name in headers)
  if (made.length === 0) return
  for (const name of made) delete headers[name]
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2)
    if (made.includes(rawHeaders[index]?.toLowerCase() ?? '')) rawHeaders.splice(index, 2)
}
