import 'server-only'
import { findDelivered } from '@/lib/accounts/delivered-report'
import { addDays } from '@/lib/bank-day'
import { bookingById } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import type { Used } from './allow-read'
import { fromEntryReference } from './entry-reference'
import type { ListBounds } from './page-cursor'
import { requireReach } from './require-reach'
import type { RoutedCall } from './route'
import type { ListQuery } from './transactions-query'

/** A delta report reaches as far back as any report without a fresh authentication (RTS Art. 10a). */
const DELTA_DAYS = 90

/**
 * What a list is asked to hold: a period by its days; a delta report from its mark on, whatever dates came with it
 * (xs2a.md 9). Marks are looked for once the read is granted, and for nobody else; a refusal by then is given back.
 */
export function beginList({ query, ids, consentId }: RoutedCall<ListQuery, unknown>): Beginning {
  const { dateFrom, dateTo, deltaList, entryReferenceFrom } = query
  const accountId = ids['account-id'] ?? ''
  if (entryReferenceFrom !== null)
    return { historyFrom: null, boundsFor: (used) => afterEntry(accountId, entryReferenceFrom, used) }
  if (deltaList === 'true')
    return { historyFrom: null, boundsFor: (used) => sinceLastReport({ accountId, consentId }, used) }
  if (dateFrom === null) throw new Refusal('format_error', { path: 'dateFrom' })
  if (dateTo !== null && dateFrom > dateTo)
    throw new Refusal('period_invalid', { path: 'dateTo', text: 'dateTo lies before dateFrom.' })
  // A dateTo that lies ahead means today.
  const to = (today: string) => (dateTo === null || dateTo > today ? today : dateTo)
  return {
    historyFrom: dateFrom,
    boundsFor: async ({ today }) => ({ from: dateFrom, to: to(today), since: null, upTo: null }),
  }
}

async function sinceLastReport(
  of: Parameters<typeof findDelivered>[0],
  { today }: Used,
): Promise<ListBounds> {
  const since = await findDelivered(of)
  return { from: addDays(today, -DELTA_DAYS), to: today, since, upTo: null }
}

async function afterEntry(accountId: string, reference: string, used: Used): Promise<ListBounds> {
  const { today } = used
  const id = fromEntryReference(reference)
  const entry = id === null ? null : await bookingById(accountId, id)
  if (!entry)
    throw new Refusal('format_error', {
      path: 'entryReferenceFrom',
      text: 'This account has no such entry. Send dateFrom instead.',
    })
  requireReach(entry, used, 'entryReferenceFrom')
  const { bookedOn, mark } = entry
  const first = addDays(today, -DELTA_DAYS)
  const from = bookedOn !== null && bookedOn < first ? bookedOn : first
  return { from, to: today, since: mark, upTo: null }
}

/** `historyFrom`: the day the consent must reach back to, where it is known before the ledger is asked. */
type Beginning = {
  historyFrom: string | null
  boundsFor: (used: Used) => Promise<ListBounds>
}
