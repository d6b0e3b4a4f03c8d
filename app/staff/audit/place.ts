import type { SecurityPlace } from '@/lib/staff/find-security-events'
import type { Place } from '@/lib/staff/read-trail'

const AT = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,6}Z`
const PLACE = new RegExp(`^(${AT}),([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)
const SECURITY_PLACE = new RegExp(`^(${AT}),([0-9a-f]{64}),([\\x21-\\x7e]{1,100})$`)

/** Where in the trail a page begins, as its address has it; null for the newest, and for what is no place. */
export function readPlace(given: unknown): Place | null {
  const [, at, id] = PLACE.exec(typeof given === 'string' ? given : '') ?? []
  return at && id && isInstant(at) ? { at, id } : null
}

/** The same among what was turned away. */
export function readSecurityPlace(given: unknown): SecurityPlace | null {
  const [, minute, source, rule] = SECURITY_PLACE.exec(typeof given === 'string' ? given : '') ?? []
  return minute && source && rule && isInstant(minute) ? { minute, source, rule } : null
}

const isInstant = (text: string) => !Number.isNaN(Date.parse(text))
