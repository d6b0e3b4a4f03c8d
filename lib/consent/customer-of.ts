import type { Actor } from '@/lib/audit/event-catalogue'

/** The customer behind an actor, or null where it is somebody else: the clock, a third party, the bank. */
export const customerOf = (actor: Actor) => (actor.startsWith('psu:') ? actor.slice('psu:'.length) : null)
