import { z } from 'zod'
import { TOPICS, type Topic } from '@/lib/notices/notice-kinds'
import { changeNoticeSettings } from '@/lib/notices/notice-settings'
import { customerForm } from '@/lib/session/customer-form'

const topic = z.enum(Object.keys(TOPICS) as [Topic, ...Topic[]])
const hour = z.union([z.literal('').transform(() => null), z.coerce.number().int().min(0).max(23)])

/** Nothing ticked is nothing sent; one tick is one value, several are a list. */
const Choices = z.strictObject({
  mail: z
    .union([topic.transform((one) => [one]), z.array(topic)])
    .optional()
    .default([]),
  from: hour,
  to: hour,
})

/** Keeps what the customer wants by mail, and when not. */
export const POST = customerForm(
  Choices,
  async ({ customer: { psuId, sessionId }, input: { mail: topics, from, to } }) => {
    if ((from === null) !== (to === null) || (from !== null && from === to))
      return `/notices/settings?${new URLSearchParams({
        problem: 'quiet',
        from: String(from ?? ''),
        to: String(to ?? ''),
        mail: topics.join(','),
      })}#quiet`
    const quiet = from === null || to === null ? null : { from, to }
    await changeNoticeSettings({ psuId, sessionId, topics, quiet })
    return '/notices/settings?done=saved'
  },
  { page: '/notices/settings' },
)
