import 'server-only'
import { log } from '@/lib/log'

/**
 * Lets `finish` end what is under way when the process is told to end, and only then whoever listened before: Next's own
 * handler ends the process as soon as its pages are done, in the middle of a third party's read. Where nobody listened before
 * (NEXT_MANUAL_SIG_HANDLE), the process ends after it.
 */
export function endGracefully(finish: () => Promise<unknown>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const before = process.listeners(signal)
    process.removeAllListeners(signal)
    process.on(signal, () => {
      // A shell sends Ctrl-C to a whole group, so the same wish often comes twice.
      if (ending) return
      ending = true
      void finish()
        .catch((thrown) => log.warn({ err: thrown }, 'The end was not graceful'))
        .then(() => {
          for (const listener of before) listener(signal)
          if (before.length === 0) process.exit(0)
        })
    })
  }
}

let ending = false
