import { getLocale } from 'next-intl/server'
import { brand } from '@/lib/brand'
import type { ChosenAccounts } from '@/lib/consent/choose-accounts'
import type { ConsentRecord } from '@/lib/consent/consent-record'
import type { ConsentRequestView } from '@/lib/consent/find-consent-request'
import { findEarlier } from '@/lib/consent/find-earlier'
import { findReplaced } from '@/lib/consent/find-replaced'
import { recordOfRequest } from '@/lib/consent/record-of-request'
import { renewalMarks } from '@/lib/consent/renewal-marks'

/**
 * The record of what this page shows to whom it shows it, in its own words. `psuId` is null while nobody is identified: such
 * a page knows nothing of an earlier permission. What it says may change until the answer comes; then it is a new page.
 */
export async function shownRecord({
  request,
  psuId,
  chosen,
  justSignedIn = false,
}: Shown): Promise<ConsentRecord> {
  const { consentId } = request
  const replaced = psuId === null ? null : await findReplaced({ consentId, psuId })
  const news = psuId === null ? null : renewalMarks(request, await findEarlier({ consentId, psuId }))
  return recordOfRequest({
    request,
    accounts: chosen.recorded,
    bank: brand.name,
    locale: await getLocale(),
    display: { justSignedIn, offered: chosen.offered, replaces: replaced?.toISOString() ?? null, news },
  })
}

type Shown = {
  request: ConsentRequestView
  psuId: string | null
  chosen: Pick<ChosenAccounts, 'recorded' | 'offered'>
  justSignedIn?: boolean
}
