import { z } from 'zod'
import { EventError } from '@/lib/delivery/event-error'

/** More than one answer ever gives. */
const ACKNOWLEDGED_MAX = 500

/**
 * `POST /v1/events/poll` (RFC 8936, 2.4). What is acknowledged, or refused, is named by its `jti`; one that is no event of the
 * caller's is passed over.
 */
export const eventPollBody = z
  .strictObject({
    maxEvents: z
      .int()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe('At most this many; at most 100 come anyway.'),
    returnImmediately: z
      .boolean()
      .default(false)
      .describe('Whether to answer at once where there is nothing.'),
    ack: z.array(z.uuid()).max(ACKNOWLEDGED_MAX).default([]).describe('The events that you have taken.'),
    setErrs: z
      .record(z.uuid(), EventError)
      .default({})
      .describe('The events that you cannot take: they are not offered again.'),
  })
  .transform(({ maxEvents = null, ...body }) => ({ ...body, maxEvents }))
