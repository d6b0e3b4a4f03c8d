import 'server-only'
import { sql } from 'drizzle-orm'
import { probes } from '@/db/connection'

/** As long as an answer is believed, so that however many pages are asked for, the databases are asked twice a second. */
const KEPT_MILLIS = 500
const WITHIN_MILLIS = 2_000

/**
 * Whether both databases answer now, so that a page or a form has a chance. Never throws, and takes two seconds at most. A `true` is of
 * up to half a second ago: who relies on it still has to bear a database that goes away. Busy is not away: it asks over connections
 * of its own.
 */
export function databaseAnswers(): Promise<boolean> {
  if (!kept || kept.until <= performance.now())
    kept = { until: performance.now() + KEPT_MILLIS, answers: askBoth() }
  return kept.answers
}

let kept: { until: number; answers: Promise<boolean> } | undefined

async function askBoth(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), WITHIN_MILLIS)
  })
  const both = Promise.all(probes().map((one) => one.execute(sql`select 1`))).then(
    () => true,
    () => false,
  )
  return Promise.race([both, late]).finally(() => clearTimeout(timer))
}
