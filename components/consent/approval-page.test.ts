import { expect, test } from 'vitest'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { drawnApproval, textOf } from '@/e2e/fixtures/drawn-approval'
import { brand as bank } from '@/lib/brand'
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

// THR-12: nobody is refused for the name an authority has licensed, so the page says whose it is not, and its record with it.
test('a legal name like the bank’s is said to be another company’s, and no other name is', async () => {
  const { consentId } = await asked()
  const request = await findConsentRequest({ consentId, tppId: TPP, now: await now() })
  if (!request) throw new Error('no such request')
  const saidOf = (legalName: string) => {
    const changed = { ...request, tpp: { ...request.tpp, legalName } }
    const { sentences } = recordOfRequest({ request: changed, accounts: [], bank: bank.name, locale: 'en' })
    return { page: textOf(drawnApproval(changed, 'en')), record: sentences?.who ?? [] }
  }
  const warning = (legalName: string) => `This is not ${bank.name}. ${legalName} is another company.`
  const alike = `${bank.name} Security ApS`
  expect(saidOf(alike).page).toContain(warning(alike))
  expect(saidOf(alike).record).toContain(warning(alike))
  expect(saidOf('Formue A/S').page).not.toContain('This is not')
  expect(saidOf('Formue A/S').record.join()).not.toContain('This is not')
})
