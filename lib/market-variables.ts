import { z } from 'zod'

/** Whose rules hold, and what they leave to the bank. */
export const MARKET_VARIABLES = {
  MARKET_PROFILE: z
    .enum(['eu-psd2-strict', 'explicit-consent'])
    .default('eu-psd2-strict')
    .describe(
      'Whose rules the pages follow. explicit-consent asks customers to confirm in so many words what they share; where ' +
        'RTS (EU) 2018/389 applies that is an obstacle (Art. 32(3)).',
    ),
  CONSENT_DAYS_MAX: z.coerce.number().int().min(1).max(730).default(180),
  READS_PER_DAY_MAX: z.coerce.number().int().min(4).max(1000).default(4),
}
