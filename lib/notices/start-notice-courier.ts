import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { log } from '@/lib/log'
import { planNotices } from './plan-notices'
import { sendMail } from './send-mail'
import { takeDueMails } from './take-due-mails'

const LOOK_MILLIS = 1_000
const AFTER_FAULT_MILLIS = 5_000
const AT_ONCE = 10

/**
 * Plans notices and sends their mails, for as long as this process runs; any number of processes may. It looks once a second
 * instead of waiting for a job, like the courier to third parties: a lease of a killed process runs out in minutes.
 */
export function startNoticeCourier({ lookMillis = LOOK_MILLIS } = {}): NoticeCourier {
  const ending = new AbortController()
  const underWay = new Set<Promise<void>>()
  const carry = async () => {
    while (!ending.signal.aborted) {
      const wait = await look(underWay).then(
        (found) => (found === 0 ? lookMillis : 0),
        (thrown) => {
          log.error({ err: thrown }, 'The courier could not look for notices')
          return AFTER_FAULT_MILLIS
        },
      )
      if (wait > 0) await Promise.race([rest(wait, ending.signal), ...underWay])
    }
  }
  const carrying = carry()
  return {
    stop: async () => {
      ending.abort()
      await carrying
      await Promise.all(underWay)
    },
  }
}

const rest = (millis: number, signal: AbortSignal) =>
  pause(millis, undefined, { signal, ref: false }).catch(() => undefined)

async function look(underWay: Set<Promise<void>>): Promise<number> {
  const planned = await planNotices()
  const taken = await takeDueMails(AT_ONCE - underWay.size)
  for (const mail of taken) {
    const sending: Promise<void> = sendMail(mail)
      .catch((thrown) => log.error({ err: thrown, noticeId: mail.noticeId }, 'A mail could not be settled'))
      .finally(() => underWay.delete(sending))
    underWay.add(sending)
  }
  return planned + taken.length
}

/** `stop` takes no more, and waits for what is under way: seconds at most. */
export type NoticeCourier = { stop: () => Promise<void> }
