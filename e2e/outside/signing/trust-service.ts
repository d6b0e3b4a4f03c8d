import { sign } from 'node:crypto'
import { z } from 'zod'
import type { HeldCertificate, Use } from './key-store'

/** The trust service (QTSP) as any third party meets it: over HTTP. Every call throws `TrustServiceSaidNo` for a "no". */
export function trustServiceAt(origin: string): TrustService {
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const text = await answer.text()
    if (!answer.ok) throw new TrustServiceSaidNo(answer.status, text.slice(0, 500))
    return JSON.parse(text)
  }
  /** What a certificate's own key has to sign: the holder and nobody else asks. */
  const prove = (path: string, act: object, { serial, key }: HeldCertificate) => {
    const body = JSON.stringify({ ...act, serial, at: new Date().toISOString() })
    return post(path, body, { 'proof-of-key': sign('sha256', Buffer.from(body), key).toString('base64') })
  }
  return {
    async order({ institution, orders, hosts }) {
      return Issued.parse(await post('/certificates', JSON.stringify({ institution, orders, hosts })))
        .certificates
    },
    async renew(held, csr) {
      const [issued] = Issued.parse(await prove('/renewals', { act: 'renew', csr }, held)).certificates
      if (!issued) throw new Error('The trust service renewed nothing')
      return issued
    },
    async revoke(held) {
      await prove('/revocations', { act: 'revoke', reason: 'superseded' }, held)
    },
  }
}

/** An answer of 400 and above. */
export class TrustServiceSaidNo extends Error {
  constructor(
    readonly status: number,
    answer: string,
  ) {
    super(`The trust service answered ${status}: ${answer}`)
    this.name = 'TrustServiceSaidNo'
  }
}

const ANSWER_WITHIN_MS = 20_000

const Issued = z.object({
  certificates: z.array(
    z.object({ use: z.enum(['web', 'eseal']), certificate: z.string(), chain: z.string() }),
  ),
})

type IssuedCertificate = z.infer<typeof Issued>['certificates'][number]

export type TrustService = {
  /** In the order of `orders`. */
  order(order: {
    institution: string
    orders: { use: Use; csr: string }[]
    hosts: string[]
  }): Promise<IssuedCertificate[]>
  renew(held: HeldCertificate, csr: string): Promise<IssuedCertificate>
  revoke(held: HeldCertificate): Promise<void>
}
