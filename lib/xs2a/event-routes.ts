import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type PolledEvents, pollEvents } from '@/lib/delivery/poll-events'
import { env } from '@/lib/env'
import { eventPollBody } from './event-poll-body'
import { route } from './route'

const LOOK_MILLIS = 500

/** Who waits already, in this process: a second poll of theirs is answered at once, so that nobody piles them up. */
const waiting = new Set<string>()

/** A JWS in its compact form; the claims of an event are a few hundred characters. */
const token = z
  .string()
  .max(4_096)
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)

const polled = z.strictObject({
  sets: z.record(z.uuid(), token).describe('Security Event Tokens (RFC 8417) by their `jti`, oldest first.'),
  moreAvailable: z.boolean().describe('There are more, which come once these are acknowledged.'),
})

/**
 * Security Event Tokens fetched by the third party whom they are for (RFC 8936). It needs no role and no token: what was told of
 * its own consents, and of itself, by the certificate alone.
 */
export const eventRoutes = [
  route({
    operationId: 'pollEvents',
    summary: 'Fetch signed events, and acknowledge those fetched before',
    method: 'POST',
    path: '/v1/events/poll',
    role: null,
    right: null,
    headers: [],
    query: z.strictObject({}),
    body: eventPollBody,
    below: null,
    answers: { 200: polled },
    refusals: [],
    handle: async ({ tpp, body }) => {
      const first = await pollEvents({
        tppId: tpp.id,
        max: body.maxEvents,
        acknowledged: body.ack,
        errors: body.setErrs,
      })
      const waits = !body.returnImmediately && body.maxEvents !== 0 && isEmpty(first) && !waiting.has(tpp.id)
      return { status: 200, body: waits ? await waitFor(tpp.id, body.maxEvents) : first }
    },
  }),
]

/** RFC 8936, 2.4: a poll for news is answered when there is some, or when the time is over. */
async function waitFor(tppId: string, max: number | null): Promise<PolledEvents> {
  waiting.add(tppId)
  try {
    for (let left = env.EVENT_POLL_SECONDS * 1_000; ; left -= LOOK_MILLIS) {
      await pause(Math.min(left, LOOK_MILLIS))
      const found = await pollEvents({ tppId, max, acknowledged: [], errors: {} })
      if (!isEmpty(found) || left <= LOOK_MILLIS) return found
    }
  } finally {
    waiting.delete(tppId)
  }
}

const isEmpty = ({ sets, moreAvailable }: PolledEvents) => !moreAvailable && Object.keys(sets).length === 0
