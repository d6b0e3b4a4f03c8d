import 'server-only'
import { database } from '@/db/connection'
import { bankDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { type DraftNarrowing, draftNarrowing } from './draft-narrowing'
import { lockAllowed } from './lock-allowed'
import { untilFresh, writeNarrowing } from './write-narrowing'

/**
 * Lets a live permission end earlier: after `until`, a day of the bank from today on. Never later than it ends already
 * (`period_invalid`): for more a third party asks again. The day it ends on anyway changes nothing. Throws
 * `consent_unknown`, `status_invalid` where it is not live (any more) or has no end, and `ledger_unavailable`.
 */
export async function shortenConsent({
  requestId,
  ...input
}: ShortenConsent): Promise<'shortened' | 'unchanged'> {
  const { until } = input
  return untilFresh(async () => {
    const draft = await draftNarrowing(input)
    return database().transaction(async (tx) => {
      const { validUntil } = await lockAllowed(tx, input)
      if (validUntil === until) return 'unchanged'
      const today = bankDay(await now(tx), env.BANK_TIME_ZONE)
      if (until < today || until > validUntil) throw new Refusal('period_invalid')
      await writeNarrowing(tx, draft, requestId)
      return 'shortened'
    })
  })
}

type ShortenConsent = Omit<DraftNarrowing, 'drop' | 'until'> & { until: string; requestId: string | null }
