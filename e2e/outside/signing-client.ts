import type { JWK } from 'jose'
import { z } from 'zod'

/** Our signing server. Each call rejects while it cannot be reached or does not know us. */
export function signingServerAt({ origin, secret }: SigningServerAt): SigningServer {
  let held: z.infer<typeof Qwac> | null = null
  const send = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
    fetch(`${origin}${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch((error: unknown) => {
      // Without its cause: whoever explains a failure must not take it for the bank's silence.
      throw new Error(`Our signing server does not answer: ${error instanceof Error ? error.message : error}`)
    })
  const ask = async <Schema extends z.ZodType>(schema: Schema, path: string, body?: object) => {
    const answer = await send(path, body && { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`Our signing server answered ${answer.status} to ${path}`)
    return schema.parse(await answer.json())
  }
  return {
    qwac: async () => {
      const path = '/certificates/web'
      const answer = await send(path, { headers: { 'if-none-match': held ? `"${held.serial}"` : '' } })
      if (answer.status !== 304 || !held) {
        if (!answer.ok) throw new Error(`Our signing server answered ${answer.status} to ${path}`)
        held = Qwac.parse(await answer.json())
      }
      const { certificate, chain, key } = held
      return { certificate: `${certificate}\n${chain}`, key }
    },
    sealCertificate: () => ask(Certificate, '/certificates/eseal'),
    seal: async (serial, text) => (await ask(Sealed, '/seals', { serial, text })).signature,
    jwks: () => ask(Jwks, '/jwks'),
    assertion: async (clientId, audience) =>
      (await ask(Asserted, '/assertions', { clientId, audience })).assertion,
  }
}

const ANSWER_WITHIN_MS = 20_000

const Certificate = z.object({ serial: z.string(), certificate: z.string(), chain: z.string() })
const Qwac = Certificate.extend({ key: z.string() })
const Sealed = z.object({ signature: z.string() })
const Jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })
const Asserted = z.object({ assertion: z.string() })

type SigningServerAt = { origin: string; secret: string }

export type SigningServer = {
  /** The certificate of our connections, with its chain, and its key: TLS needs it in this process. The key crosses once. */
  qwac(): Promise<{ certificate: string; key: string }>
  sealCertificate(): Promise<z.infer<typeof Certificate>>
  /** A signature by the key of this QSealC over a text in UTF-8, in base64. */
  seal(serial: string, text: string): Promise<string>
  jwks(): Promise<{ keys: JWK[] }>
  /** A client assertion (RFC 7523) that lasts a minute. */
  assertion(clientId: string, audience: string): Promise<string>
}
