import 'server-only'
import { type Courier, startCarrying } from '@/lib/outbox/start-carrying'
import { deliver } from './deliver'
import { takeDue } from './take-due'

/** Delivers the messages to third parties that are due, for as long as this process runs. */
export const startCourier = ({ lookMillis }: { lookMillis?: number } = {}): Courier =>
  startCarrying({
    what: 'messages',
    atOnce: 20,
    lookMillis,
    take: async (room) => {
      const due = room > 0 ? await takeDue(room) : []
      return { found: due.length > 0, due }
    },
    carry: deliver,
    about: ({ id }) => ({ deliveryId: id }),
    unsettled: 'A message could not be settled',
  })
