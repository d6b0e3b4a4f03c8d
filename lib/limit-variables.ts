import { z } from 'zod'

/** How much of anything one caller may ask for. */
export const LIMIT_VARIABLES = {
  LIMIT_TPP_PER_SECOND: z.coerce
    .number()
    .min(1)
    .default(100)
    .describe('Requests of one third party to one instance, on all doors; twice as many may come at once.'),
  LIMIT_STRANGER_PER_SECOND: z.coerce
    .number()
    .min(1)
    .default(20)
    .describe('The same for one address without a good certificate; twice as many new connections.'),
  LIMIT_PEOPLE_PER_MINUTE: z.coerce
    .number()
    .min(6)
    .default(120)
    .describe(
      'Forms and passkey ceremonies from one address to one instance. Half of it for a session, a sixth for ' +
        'activation codes, a twelfth for reports of barriers, five times for pages.',
    ),
  FUNDS_QUESTIONS_PER_HOUR: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(12)
    .describe(
      'Answers to one third party about the funds of one account, over all its consents. Each halves what the balance can be.',
    ),
  FUNDS_QUESTIONS_PER_DAY: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(40)
    .describe('The same within any 24 hours.'),
  OPEN_PAYMENTS_PER_TPP_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(1000)
    .describe('Payments of one third party that may wait for their customers at a time, over all instances.'),
  EVENT_POLL_SECONDS: z.coerce
    .number()
    .min(0)
    .max(4)
    .default(4)
    .describe(
      'How long a poll for events waits for news; a listener that closes gives five seconds to what is under way.',
    ),
  CONNECTIONS_PER_SOURCE_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .default(200)
    .describe('Open connections of one address to the mutual-TLS port.'),
}
