import { z } from 'zod'

/** What those who run the bank ask it, how it ends, and what they keep of it. */
export const OPERATION_VARIABLES = {
  DATA_BACKUPS_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number of days, 1 to 9999')
    .transform(Number)
    .optional()
    .describe(
      'For how many days the oldest backup of the main database is kept. A replaced version of a data key is destroyed only ' +
        'when nothing was under it for so long; without this none is.',
    ),
  MANAGEMENT_PORT: z
    .union([z.literal('off'), z.coerce.number().int().min(0).max(65_535)])
    .optional()
    .describe(
      'Where health (/healthz/live, /healthz/ready) and metrics (/metrics) are answered, in plain http and to everybody who ' +
        'reaches it; `off`: nowhere. Default: 9464, in a sandbox off.',
    ),
  MANAGEMENT_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Where that port listens. Never an address that strangers reach.'),
  SHUTDOWN_NOTICE_SECONDS: z.coerce
    .number()
    .min(0)
    .max(60)
    .optional()
    .describe(
      'For how long an instance that was told to end answers on and says that it is not ready, before it takes no more ' +
        'connections: as long as the load balancer needs to notice. Default: 3, in a sandbox 0.',
    ),
  TIME_LIMIT_FACTOR: z.coerce
    .number()
    .min(1)
    .max(20)
    .default(1)
    .describe(
      'How many times longer than usual the bank waits for others before it takes them for silent: sources of revocations, ' +
        'the register, endpoints of third parties, name servers, the program that wraps keys, and its databases. ' +
        'More than 1 only where the machine itself stands still at times, such as one that runs tests.',
    ),
}

export const MANAGEMENT_PORT_DEFAULT = 9464
export const SHUTDOWN_NOTICE_SECONDS_DEFAULT = 3
