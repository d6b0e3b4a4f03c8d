import { Refusal } from '@/lib/errors'
import { noteBlock } from './blocks'
import { type LimitRule, takeOne } from './limit'
import { networkOf } from './network-of'
import { sourceOf } from './source-of'

/**
 * Throws `too_many_requests` when one network, or one session, sends forms and passkey ceremonies too fast. `session`
 * is the token of the cookie; whether it is a live one does not matter here.
 */
export function limitPeople(headers: Headers, { session, further }: Who): void {
  const address = sourceOf(headers)
  const network = address === null ? null : networkOf(address)
  const waits = [
    network === null ? 0 : takeOne('form', network),
    network === null || !further ? 0 : takeOne(further, network),
    session === null ? 0 : takeOne('session', session),
  ]
  const retryAfter = Math.max(...waits)
  if (retryAfter === 0) return
  noteBlock({ rule: 'TOO_MANY_FORMS', address: address ?? 'unknown' })
  throw new Refusal('too_many_requests', { retryAfter })
}

/** The same for certificates that somebody pastes into a page to have them judged: 0 is "go on", else the seconds to wait. */
export function limitCertificates(headers: Headers): number {
  const address = sourceOf(headers)
  if (address === null) return 0
  const wait = takeOne('certificate', networkOf(address))
  if (wait > 0) noteBlock({ rule: 'TOO_MANY_CERTIFICATES', address })
  return wait
}

/** The same for pages, which cost most of all: 0 is "go on", else the seconds to wait. */
export function limitPages(headers: Headers): number {
  const address = sourceOf(headers)
  if (address === null) return 0
  const wait = takeOne('page', networkOf(address))
  if (wait > 0) noteBlock({ rule: 'TOO_MANY_PAGES', address })
  return wait
}

type Who = { session: string | null; further?: LimitRule | undefined }
