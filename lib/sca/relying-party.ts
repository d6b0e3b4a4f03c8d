import { brand } from '@/lib/brand'
import { env } from '@/lib/env'

/** Whom a passkey is made for and where it may answer: from the configuration alone, never from a request's header. */
export const relyingParty = {
  id: new URL(env.PUBLIC_ORIGIN).hostname,
  origin: env.PUBLIC_ORIGIN,
  name: brand.name,
} as const

/** How long a challenge is good, and what the browser is told to wait for at most (THR-08). */
export const CHALLENGE_SECONDS = 120

/** COSE names of EdDSA, ES256 and RS256. Named, because the library would also offer what Node calls experimental. */
export const ALGORITHMS = [-8, -7, -257]

/** What a passkey stores as its user: the bytes of the pseudonym, nothing personal. */
export const userHandleOf = (psuId: string) => Buffer.from(psuId.replaceAll('-', ''), 'hex')

/** The same for another realm: under another prefix, so that a device keeps both apart and neither can be taken for the other. */
const handleIn = (realm: string) => (holderId: string) =>
  Buffer.concat([Buffer.from(`${realm}:`), userHandleOf(holderId)])

export const staffHandleOf = handleIn('staff')
export const developerHandleOf = handleIn('developer')
