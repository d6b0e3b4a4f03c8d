import 'server-only'
import { findDelivered } from '@/lib/accounts/delivered-report'
import { findEntry } from '@/lib/accounts/find-entry'
import { addDays } from '@/lib/bank-day'
import { isRefusal, Refusal } from '@/lib/errors'
import { fromEntryReference } from './entry-reference'
import type { ListBounds } from './page-cursor'
import type { RoutedCall } from './route'
import type { ListQuery } from './transactions-query'

/** A delta report reaches as far back as any report without a fresh authentication (RTS Art. 10a). */
const DELTA_DAYS = 90

/**
 * What a list is asked to hold, found before the consent is used: nothing of it is told unless the consent grants the
 * read. A period by its days; a delta report from its mark on, whatever dates came with it (xs2a.md 9).
 */
export async function beginList(call: RoutedCall<ListQuery, unknown>): Promise<Beginning> {
  const { dateFrom, dateTo, deltaList, entryReferenceFrom } = call.query
  const accountId = call.ids['account-id'] ?? ''
  if (entryReferenceFrom !== null) return afterEntry(accountId, entryReferenceFrom)
  if (deltaList === 'true') return sinceLastReport(accountId, call.consentId)
  if (dateFrom === null) throw new Refusal('format_error', { path: 'dateFrom' })
  if (dateTo !== null && dateFrom > dateTo)
    throw new Refusal('period_invalid', { path: 'dateTo', text: 'dateTo lies before dateFrom.' })
  // A dateTo that lies ahead means today.
  const to = (today: string) => (dateTo === null || dateTo > today ? today : dateTo)
  return {
    historyFrom: dateFrom,
    boundsOn: (today) => ({ from: dateFrom, to: to(today), since: null, upTo: null }),
    explain: (thrown) => thrown,
  }
}

async function sinceLastReport(accountId: string, consentId: string): Promise<Beginning> {
  const since = await findDelivered({ consentId, accountId })
  return {
    historyFrom: null,
    boundsOn: (today) => ({ from: addDays(today, -DELTA_DAYS), to: today, since, upTo: null }),
    explain: (thrown) => thrown,
  }
}

async function afterEntry(accountId: string, reference: string): Promise<Beginning> {
  const id = fromEntryReference(reference)
  const entry = id === null ? null : await findEntry(accountId, id)
  if (isRefusal(entry))
    return {
      historyFrom: null,
      boundsOn: () => {
        throw entry
      },
      explain: (thrown) => thrown,
    }
  const bookedOn = entry ? entry.bookedOn : BEFORE_ALL
  return {
    // The statement that grants refuses this day, so that an unknown reference is neither counted nor recorded as read.
    historyFrom: bookedOn,
    boundsOn: (today) => {
      const first = addDays(today, -DELTA_DAYS)
      const from = bookedOn !== null && bookedOn < first ? bookedOn : first
      return { from, to: today, since: entry?.mark ?? null, upTo: null }
    },
    explain: (thrown) => {
      if (!isRefusal(thrown) || thrown.code !== 'period_invalid') return thrown
      const path = 'entryReferenceFrom'
      if (entry) return new Refusal('period_invalid', { path, text: TOO_OLD })
      return new Refusal('format_error', {
        path,
        text: 'This account has no such entry. Send dateFrom instead.',
      })
    },
  }
}

/** A day that no consent reaches. */
const BEFORE_ALL = '0001-01-01'
const TOO_OLD =
  'That entry is older than what can be read now: 90 days, or 13 months for an hour after the customer approved.'

/** `historyFrom`: the day the consent must reach. `explain` turns a refusal into the words of this query. */
type Beginning = {
  historyFrom: string | null
  boundsOn: (today: string) => ListBounds
  explain: (thrown: unknown) => unknown
}
