import 'server-only'
import { and, desc, eq, gt } from 'drizzle-orm'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { refusedCalls } from '@/db/schema/refused-calls'

const CALLS_SHOWN = 20
/** Of them: a certificate that is refused over and over must not hide what is served. */
const REFUSED_SHOWN = 8
const DAYS_OF_CALLS = 30
const DAY_MILLIS = 86_400_000

/**
 * What became of the last calls of a third party, newest first; nothing of whose data they were about. Those that were refused
 * for a certificate of its own are one for each minute.
 */
export async function lastCalls(tppId: string, now: Date): Promise<SeenCall[]> {
  const since = new Date(now.getTime() - DAYS_OF_CALLS * DAY_MILLIS)
  const [answered, refused] = await Promise.all([answeredCalls(tppId, since), refusedMinutes(tppId, since)])
  return [...answered, ...refused].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, CALLS_SHOWN)
}

async function answeredCalls(tppId: string, since: Date): Promise<SeenCall[]> {
  const { callId, at, method, route, status, code, requestId } = accessLog
  const rows = await database()
    .select({ id: callId, at, method, route, status, code, requestId })
    .from(accessLog)
    .where(and(eq(accessLog.tppId, tppId), gt(at, since)))
    .orderBy(desc(at))
    .limit(CALLS_SHOWN)
  return rows.map((row) => ({ ...row, refused: null }))
}

async function refusedMinutes(tppId: string, since: Date): Promise<SeenCall[]> {
  const { lastAt } = refusedCalls
  const rows = await database()
    .select()
    .from(refusedCalls)
    .where(and(eq(refusedCalls.tppId, tppId), gt(lastAt, since)))
    .orderBy(desc(lastAt))
    .limit(REFUSED_SHOWN)
  return rows.map(
    ({ thumbprint, reason, minute, count, method, route, status, code, requestId, ...row }) => ({
      id: `${thumbprint} ${reason} ${minute.toISOString()}`,
      at: row.lastAt,
      method,
      route,
      status,
      code,
      requestId,
      refused: { reason, count },
    }),
  )
}

/** `refused`: for its certificate, why, and how many in that minute; the rest is then of the last of them. */
export type SeenCall = {
  id: string
  at: Date
  method: string
  route: string
  status: number
  code: string | null
  requestId: string | null
  refused: { reason: string; count: number } | null
}
