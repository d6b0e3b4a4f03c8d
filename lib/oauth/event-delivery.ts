import { z } from 'zod'

const URI_LENGTH_MAX = 500

/** What a method of delivery is called where streams of events are set up, and here. */
const METHODS = { 'urn:ietf:rfc:8935': 'push', 'urn:ietf:rfc:8936': 'poll' } as const

/**
 * How a third party wants Security Event Tokens, as in a stream of OpenID Shared Signals: pushed to an address of its own, or
 * fetched by it. Whether the address is its own is looked at where it is registered.
 */
export const eventDelivery = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('urn:ietf:rfc:8935'),
    endpoint_url: z.url({ protocol: /^https$/ }).max(URI_LENGTH_MAX),
  }),
  z.strictObject({ method: z.literal('urn:ietf:rfc:8936') }),
])

/** As it is kept. */
export function toEventColumns(delivery: z.infer<typeof eventDelivery> | undefined) {
  if (!delivery) return { eventMethod: null, eventEndpoint: null }
  const eventEndpoint = 'endpoint_url' in delivery ? delivery.endpoint_url : null
  return { eventMethod: METHODS[delivery.method], eventEndpoint }
}

/** As it was registered, with where to fetch; nothing where it was not. */
export function toEventMetadata({ eventMethod, eventEndpoint }: EventColumns, pollAddress: string) {
  if (!eventMethod) return {}
  return eventEndpoint === null
    ? { event_delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: pollAddress } }
    : { event_delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: eventEndpoint } }
}

type EventColumns = { eventMethod: 'push' | 'poll' | null; eventEndpoint: string | null }
