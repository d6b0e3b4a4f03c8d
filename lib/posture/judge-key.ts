import type { JWK } from 'jose'
import type { Finding } from './finding'

const RSA_BITS_MIN = 2048
/** ETSI TS 119 312 recommends it for what is made now. */
const RSA_BITS_WISE = 3072
const DAYS_MAX = 365
const DAY_MILLIS = 86_400_000

/** What is to be said of a registered public key; its age counts from when the bank first saw it. */
export function judgeKey({ key, firstSeenAt, now }: JudgeKey): Finding[] {
  const bits = key.kty === 'RSA' ? bitsOf(key.n ?? '') : null
  const days = Math.floor((now.getTime() - firstSeenAt.getTime()) / DAY_MILLIS)
  const found: Finding[] = []
  if (bits !== null && bits < RSA_BITS_MIN) found.push({ code: 'JWK_WEAK', detail: { bits } })
  else if (bits !== null && bits < RSA_BITS_WISE) found.push({ code: 'JWK_MODEST', detail: { bits } })
  if (days > DAYS_MAX) found.push({ code: 'JWK_OLD', detail: { days } })
  return found
}

/** Bits from the first that is set: leading zeros make no key longer. */
function bitsOf(modulus: string): number {
  const hex = Buffer.from(modulus, 'base64url').toString('hex').replace(/^0+/, '')
  return hex === '' ? 0 : BigInt(`0x${hex}`).toString(2).length
}

type JudgeKey = { key: JWK; firstSeenAt: Date; now: Date }
