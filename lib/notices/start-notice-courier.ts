import 'server-only'
import { type Courier, startCarrying } from '@/lib/outbox/start-carrying'
import { planNotices } from './plan-notices'
import { sendMail } from './send-mail'
import { takeDueMails } from './take-due-mails'

/** Plans notices and sends their mails, for as long as this process runs. */
export const startNoticeCourier = ({ lookMillis }: { lookMillis?: number } = {}): Courier =>
  startCarrying({
    what: 'notices',
    atOnce: 10,
    lookMillis,
    take: async (room) => {
      const planned = await planNotices()
      const due = await takeDueMails(room)
      return { found: planned + due.length > 0, due }
    },
    carry: sendMail,
    about: ({ noticeId }) => ({ noticeId }),
    unsettled: 'A mail could not be settled',
  })
