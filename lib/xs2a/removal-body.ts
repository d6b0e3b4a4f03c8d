import { z } from 'zod'
import type { RemovalAnswer } from '@/lib/removal/removal'
import { readPlainText } from '@/lib/tpp/plain-name'

const REASON_LENGTH_MAX = 500

/** A third party's own words that the customer reads (THR-12). */
const reason = z
  .string()
  .min(1)
  .max(REASON_LENGTH_MAX)
  .regex(/^[^\p{Cc}]*$/u, 'Send printable text.')
  .transform((given, context) => {
    const read = readPlainText(given, REASON_LENGTH_MAX)
    if ('text' in read) return read.text
    context.addIssue({ code: 'custom', message: `The text ${read.problem}.` })
    return z.NEVER
  })

/** `POST /v1/data-removals/{dataRemovalId}/answer`: whatever is not simply `deleted` needs a reason (GDPR Art. 12(3), (4)). */
export const removalBody = z
  .union([
    z.strictObject({ answer: z.literal('deleted') }),
    z.strictObject({ answer: z.enum(['partly', 'refused', 'extended']), reason }),
  ])
  .transform((body): { answer: RemovalAnswer | 'extended'; reason: string | null } => ({
    answer: body.answer,
    reason: 'reason' in body ? body.reason : null,
  }))
