import { refusalOf } from '@/lib/consent/why-refused'
import type { Fault } from '@/lib/errors'
import type { ErrorCode } from './error-codes'

/** What an answer with this code looks like: its messages, `text` being what it says by itself. */
export function exampleMessages(code: ErrorCode, text: string): [ExampleMessage, ...ExampleMessage[]] {
  const category = 'ERROR'
  const sent = OF_READS[code]
  if (sent) return [{ category, code, ...(sent.path && { path: sent.path }), text: sent.text ?? text }]
  if (code !== 'FORMAT_ERROR') return [{ category, code, text }]
  return [
    { category, code, path: 'X-Request-ID', text: 'X-Request-ID must be a UUID.' },
    {
      category,
      code,
      path: 'PSU-IP-Address',
      text: "PSU-IP-Address must be the customer's own IPv4 or IPv6 address, without a zone.",
    },
  ]
}

/** What a read that is refused by its consent is really told. */
const OF_READS: Partial<Record<ErrorCode, Fault>> = {
  CONSENT_UNKNOWN: refusalOf('unknown', null),
  CONSENT_INVALID: refusalOf('not_valid', 'revokedByPsu'),
  CONSENT_EXPIRED: refusalOf('expired', 'expired'),
  TOKEN_UNKNOWN: refusalOf('token_unknown', 'valid'),
  TOKEN_INVALID: refusalOf('token_of_another', 'valid'),
  TOKEN_EXPIRED: refusalOf('token_expired', 'valid'),
  ACCESS_EXCEEDED: refusalOf('exceeded', 'valid'),
  PERIOD_INVALID: refusalOf('period_too_old', 'valid'),
}

type ExampleMessage = { category: 'ERROR'; code: ErrorCode; path?: string; text: string }
