import type { IncomingMessage } from 'node:http'
import { v4 as randomId } from 'uuid'

export const INTERACTION_ID_HEADER = 'x-fapi-interaction-id'

/**
 * The id of this exchange, the same in the answer, in the logs and in the trail: the caller's own if it is one that
 * can be written into a header and a log line, else one of ours.
 */
export function interactionIdOf(req: NamedRequest): string {
  const known = req[ID]
  if (known) return known
  const given = req.headers[INTERACTION_ID_HEADER]
  const id = typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : randomId()
  Object.defineProperty(req, ID, { value: id })
  return id
}

/** The same, or null outside a request. */
export function requestIdOf(req: IncomingMessage | undefined): string | null {
  return req ? interactionIdOf(req) : null
}

/** Kept on the request itself: Next loads this file twice in one process, and both copies must name one id. */
const ID: unique symbol = Symbol.for('placet.oauth-interaction-id')

type NamedRequest = IncomingMessage & { readonly [ID]?: string }
