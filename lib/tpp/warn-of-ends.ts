import 'server-only'
import { sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { certificateWarnings } from '@/db/schema/certificate-warnings'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { WARNED_DAYS } from './certificate-end'

/**
 * Warns each third party and staff before the certificate that lasts longest of its own ends: once per threshold and
 * certificate, however often and by however many workers it is run. A renewed certificate is the one that lasts longest then,
 * so nothing more is said of the older one. What was missed while no worker ran is made good by the nearest warning alone.
 */
export async function warnOfEnds(): Promise<void> {
  for (const end of await findEnds()) await database().transaction((tx) => warn(tx, end))
}

/** By the machine's clock, as certificates are judged, and not by that of a sandbox. */
async function findEnds(): Promise<End[]> {
  const { rows } = await database().execute<Row>(sql`
    select c.thumbprint, c.tpp_id, c.serial, c.not_after, extract(epoch from c.not_after - now()) / 86400 as days_left
    from tpps t
    join lateral (
      select thumbprint, tpp_id, serial, not_after from tpp_certificates where tpp_id = t.id
      order by not_after desc, thumbprint limit 1) c on true
    where t.status <> 'ended' and c.not_after > now()
      and c.not_after <= now() + make_interval(days => ${Math.max(...WARNED_DAYS)})`)
  return rows.map((row) => {
    const left = Number(row.days_left)
    const days = Math.min(...WARNED_DAYS.filter((threshold) => left <= threshold))
    return {
      thumbprint: row.thumbprint,
      tppId: row.tpp_id,
      serial: row.serial,
      notAfter: new Date(row.not_after),
      days,
    }
  })
}

async function warn(tx: Transaction, { thumbprint, tppId, serial, notAfter, days }: End): Promise<void> {
  const at = await now(tx)
  const first = await tx
    .insert(certificateWarnings)
    .values({ thumbprint, days, warnedAt: new Date() })
    .onConflictDoNothing()
    .returning({ days: certificateWarnings.days })
  if (first.length === 0) return
  await recordEvent(tx, {
    at,
    type: 'tpp.certificate-ends',
    actor: 'system',
    subject: `tpp:${tppId}`,
    tppId,
    detail: { thumbprint, serial, notAfter: notAfter.toISOString(), days },
  })
}

type End = { thumbprint: string; tppId: string; serial: string; notAfter: Date; days: number }
type Row = { thumbprint: string; tpp_id: string; serial: string; not_after: string; days_left: string }
