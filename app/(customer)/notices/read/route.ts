import { z } from 'zod'
import { markRead } from '@/lib/notices/mark-read'
import { customerForm } from '@/lib/session/customer-form'
import { noticesHref, readPlace } from '../notices-query'

/** The page it came from, rebuilt from its place: nobody is led elsewhere. */
const next = z.string().max(200).optional()
const Read = z.union([
  z.strictObject({ notice: z.uuid(), next }),
  z.strictObject({ upTo: z.iso.datetime({ precision: 6 }), next }),
])

/** Marks one notice as read, or all that the page had shown. */
export const POST = customerForm(
  Read,
  async ({ customer: { psuId, sessionId }, input }) => {
    const which = 'notice' in input ? { noticeId: input.notice } : { upTo: endOfMillisecond(input.upTo) }
    await markRead({ psuId, sessionId, which })
    const place = readPlace(new URLSearchParams(input.next?.split('?')[1]).get('before') ?? undefined)
    const page = noticesHref(place)
    return `${page}${page.includes('?') ? '&' : '?'}done=read`
  },
  { page: '/notices' },
)

/** A date knows no microseconds: the newest that was shown must not stay unread for a part of one. */
const endOfMillisecond = (at: string) => new Date(Date.parse(at) + 1)
