import { expect, test } from 'vitest'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { drawnApproval } from '@/e2e/fixtures/drawn-approval'
import { now } from '@/lib/clock'
import { requireConfirmed } from '@/lib/consent/confirm-sharing'
import { findConsentRequest } from '@/lib/consent/find-consent-request'
import { recordOfRequest } from '@/lib/consent/record-of-request'

await givenConsentLife()

// RTS (EU) 2018/389 Art. 32(3), REG-IF-05. The other profile: lib/consent/confirm-sharing.test.ts.
test('under the strict profile, the default, nothing is asked of the customer but the two answers', async () => {
  const { consentId } = await asked()
  const request = await findConsentRequest({ consentId, tppId: TPP, now: await now() })
  if (!request) throw new Error('no such request')
  for (const change of [{}, { recurring: false }, { kind: 'fundsConfirmation' } as const]) {
    const changed = { ...request, ...change }
    const page = drawnApproval(changed, 'en')
    expect(
      page.match(/<(input|select|textarea)\b[^>]*>/g)?.filter((one) => !one.includes('type="hidden"')),
    ).toEqual([])
    expect(page.match(/<button\b/g)).toHaveLength(2)
    const { sentences } = recordOfRequest({ request: changed, accounts: [], bank: 'Bank', locale: 'en' })
    expect(Object.keys(sentences ?? {})).not.toContain('confirm')
  }
  expect(() => requireConfirmed(undefined)).not.toThrow()
})
