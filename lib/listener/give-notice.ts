import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { env } from '@/lib/env'
import { enterPhase } from '@/lib/health/readiness'
import { log } from '@/lib/log'

const MILLIS = 1_000

/**
 * The first thing of an end: this instance says that it is not ready, and answers on for as long as a balancer needs to hear it. Whoever
 * closed its port at once would refuse those who were sent to it meanwhile (FLT-20).
 */
export async function giveNotice(): Promise<void> {
  enterPhase('ending')
  log.info({ seconds: env.SHUTDOWN_NOTICE_SECONDS }, 'The end was asked for')
  if (env.SHUTDOWN_NOTICE_SECONDS > 0) await pause(env.SHUTDOWN_NOTICE_SECONDS * MILLIS)
}
