import 'server-only'
import { takeSilence } from '@/lib/core-banking/silence'
import { log } from '@/lib/log'
import { BANK } from './incident-rules'
import { seeIncident } from './see-incident'

const EVERY_MILLIS = 2_000

/** Opens the incident of silent books within seconds, for as long as this process runs: whoever was not answered only counts. */
export function startNoticingSilence(): { stop: () => Promise<void> } {
  const timer = setInterval(() => void noticeSilence(), EVERY_MILLIS).unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await noticeSilence()
    },
  }
}

/** What was counted until now. What cannot be written is logged: the next silence opens it. */
export async function noticeSilence(): Promise<void> {
  if (takeSilence() === 0) return
  await seeIncident({ rule: 'books-silent', about: BANK }).catch((thrown) =>
    log.error({ err: thrown }, 'Silent books could not be noted'),
  )
}
