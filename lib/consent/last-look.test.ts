import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeHotPath } from '@/db/hot-path'
import { codeOf, givenUse, LIST } from '@/e2e/fixtures/consent-in-use'
import { givenApplication } from '@/e2e/fixtures/consent-life'
import { givenAccount, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { env } from '@/lib/env'
import { findAccessHistory } from './find-access-history'
import { findPermissionOutlines } from './find-permission-outlines'
import { findPermissions } from './find-permissions'
import type { UseConsent } from './use-consent'

// PSR Art. 43: list, page and table of a permission tell the customer of one and the same last look.

const TPP = 'PSDNL-DNB-LASTLOOK'
let psuId: string
let account: string

beforeAll(async () => {
  await givenTpp(TPP)
  await givenApplication(TPP)
  psuId = await givenPsu()
  account = await givenAccount({ psuId })
})
afterAll(closeHotPath)

const LISTED = { ...LIST, route: '/v1/accounts' }
const LISTED_WITH_BALANCES = {
  ...LISTED,
  needs: { balances: true, transactions: false },
  route: '/v1/accounts?withBalance=true',
}
const TRANSACTIONS: Partial<UseConsent> = {
  endpoint: 'transactions',
  needs: { balances: false, transactions: true },
  route: '/v1/accounts/{account-id}/transactions',
}

test.each([true, false])(
  'after every served read, of whatever, all say it was the last look; customer there: %s',
  async (psuPresent) => {
    const { use, consentId } = await givenUse({ tppId: TPP, psuId, accounts: [{ accountId: account }] })
    for (const read of [LISTED, {}, TRANSACTIONS, LISTED, LISTED_WITH_BALANCES]) {
      expect(await codeOf(use({ ...read, psuPresent }))).toBe('granted')
      const { calls, days, lastLooks } = await told(consentId)
      const [newest] = calls
      expect(lastLooks).toEqual([newest?.at, newest?.at])
      expect(calls.filter(({ outcome }) => outcome === 'served')).toHaveLength(calls.length)
      expect(days.at(-1)).toMatchObject({ refused: 0, failed: 0 })
    }
    const { calls, days } = await told(consentId)
    expect(calls.map(({ what }) => what)).toEqual([
      'balances',
      'accounts',
      'transactions',
      'balances',
      'accounts',
    ])
    // Read more often than anything else: the list of accounts twice.
    expect(days).toMatchObject([psuPresent ? { present: 2, away: 0 } : { present: 0, away: 2 }])
  },
)

async function told(consentId: string) {
  const now = new Date()
  const history = await findAccessHistory({ consentId, psuId, days: 1, timeZone: env.BANK_TIME_ZONE, now })
  const [permission] = await findPermissions({ psuId, consentId, now })
  const outlines = await findPermissionOutlines({ psuId, now, withRights: false })
  const outline = outlines.find(({ id }) => id === consentId)
  return { ...history, lastLooks: [permission?.lastLookedAt, outline?.lastLookedAt] }
}
