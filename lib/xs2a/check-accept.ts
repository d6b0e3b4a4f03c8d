import { Refusal } from '@/lib/errors'
import type { Route } from './route'

const JSON_TYPE = 'application/json'
type Offered = typeof JSON_TYPE | NonNullable<Route['alternative']>

/**
 * Of the types that are offered, best first, the one that the caller likes most (RFC 9110, 12.5.1: the most specific
 * range decides, `q=0` forbids). None: the caller is told so (406) before anything is done.
 */
export function checkAccept(
  accept: string | undefined,
  alternative?: Route['alternative'],
  text?: string,
): Offered {
  if (accept === undefined || accept === JSON_TYPE || accept === '*/*') return JSON_TYPE
  const offered: Offered[] = alternative ? [JSON_TYPE, alternative] : [JSON_TYPE]
  const ranges = accept.split(',').map(toRange)
  const liked = offered.map((type) => ({ type, quality: qualityOf(type, ranges) }))
  const best = liked.reduce((one, other) => (other.quality > one.quality ? other : one))
  if (best.quality > 0) return best.type
  throw new Refusal('requested_formats_invalid', {
    path: 'Accept',
    text: text ?? `Accept ${offered.join(' or ')}.`,
  })
}

function qualityOf(type: Offered, ranges: readonly Range[]): number {
  const [family] = type.split('/')
  for (const wanted of [type, `${family}/*`, '*/*']) {
    const named = ranges.filter((range) => range.type === wanted)
    if (named.length > 0) return Math.max(...named.map(({ quality }) => quality))
  }
  return 0
}

/** A weight that is no number from 0 to 1 is a fault of the caller, and means what none means. */
function toRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  return { type, quality: weight !== undefined && WEIGHT.test(weight) ? Number(weight) : 1 }
}

const WEIGHT = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/

type Range = { type: string; quality: number }
