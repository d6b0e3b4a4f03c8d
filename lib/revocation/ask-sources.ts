import 'server-only'
import { randomBytes } from 'node:crypto'
import { askListed } from '@/lib/egress/ask-listed'
import { buildOcspRequest } from '@/lib/eidas/ocsp-request'
import { OCSP_BYTES_MAX, readOcspResponse } from '@/lib/eidas/ocsp-response'
import { timeLimit } from '@/lib/env'
import { fetchList } from './fetch-list'
import type { KeptAnswer } from './kept-answers'
import type { RevocationSubject } from './revocation-subject'

/** All sources together. A responder that is silent leaves half of it to a list. */
const TOTAL_MILLIS = 2_000
const OCSP_MILLIS = 1_000

/**
 * Asks whoever answers for a certificate: responders, then revocation lists; the first that says anything decides, a signed
 * `unknown` too, as a list cannot tell a certificate that was never issued from a good one. Throws `NobodyAnswered` after two
 * seconds at most.
 */
export async function askSources(subject: RevocationSubject, now: Date): Promise<Learnt> {
  const { ocsp, crls } = subject
  const total = AbortSignal.timeout(timeLimit(TOTAL_MILLIS))
  const half = crls.length > 0 ? AbortSignal.any([total, AbortSignal.timeout(timeLimit(OCSP_MILLIS))]) : total
  const attempts = [
    ...ocsp.map((url) => ({
      name: `OCSP responder ${url}`,
      ask: () => askOcsp({ subject, url, now, signal: half }),
    })),
    ...crls.map((url) => ({
      name: `revocation list ${url}`,
      ask: () => askList({ subject, url, now, signal: total }),
    })),
  ]
  const silent: string[] = []
  for (const { name, ask } of attempts) {
    try {
      return await ask()
    } catch (thrown) {
      // The bank's own database is no source, and its words are not for outside.
      if (!(thrown instanceof Error) || 'query' in thrown) throw thrown
      silent.push(`${name} (${WORDS[thrown.message] ?? thrown.message})`)
    }
  }
  throw new NobodyAnswered(silent)
}

/** How a fault of the way is told. */
const WORDS: Record<string, string> = {
  unreachable: 'cannot be reached',
  too_slow: 'did not answer in time',
  too_large: 'answered too much',
  address_not_public: 'leads to no public address',
  name_unknown: 'is not known by that name',
}

/** Which sources were asked in vain, each with what was wrong. */
export class NobodyAnswered extends Error {
  override readonly name = 'NobodyAnswered'
  constructor(readonly silent: readonly string[]) {
    super(silent.join('; '))
  }
}

async function askOcsp({ subject, url, now, signal }: Ask): Promise<Learnt> {
  const { issuer, serial, listed } = subject
  const nonce = randomBytes(16)
  const { status, body } = await askListed({
    url,
    listed,
    body: buildOcspRequest({ issuer, serial, nonce }),
    headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
    bytesMax: OCSP_BYTES_MAX,
    signal,
  })
  if (status !== 200) throw new Error(`it answered ${status}`)
  const answer = readOcspResponse({ body, issuer, serial, nonce, now })
  return { answer: { ...answer, via: 'ocsp', source: url, fetchedAt: now }, evidence: body }
}

async function askList({ subject, url, now, signal }: Ask): Promise<Learnt> {
  const { list, fetchedAt } = await fetchList({ subject, url, now, signal })
  const revoked = list.serials.get(subject.serial)
  const { thisUpdate, nextUpdate } = list
  const told = { via: 'crl', source: url, thisUpdate, nextUpdate, fetchedAt } as const
  const nothing = { revokedAt: null, reason: null }
  return {
    answer: revoked
      ? { status: 'revoked', revokedAt: revoked.at, reason: revoked.reason, ...told }
      : { status: 'good', ...nothing, ...told },
    evidence: null,
  }
}

type Ask = { subject: RevocationSubject; url: string; now: Date; signal: AbortSignal }
/** `evidence` is the signed answer, where it is about this certificate alone. */
type Learnt = { answer: KeptAnswer; evidence: Buffer | null }
