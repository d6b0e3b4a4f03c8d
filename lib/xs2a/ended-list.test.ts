import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { givenAccount, givenBooking, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'
import { addDays, bankDay } from '@/lib/bank-day'
import { demandSca } from '@/lib/consent/demand-sca'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { env } from '@/lib/env'

// PSD2 Art. 67, REG-PSD-01: a stop works on the next call, and a page that is asked for after it is a call.

const TPP = 'PSDNL-DNB-LISTS'
const tpp = await tppWithQwac(TPP)
const psuId = await givenPsu()
const yesterday = addDays(bankDay(new Date(), env.BANK_TIME_ZONE), -1)

/** A list of more than one page, whose first has been read; `next` asks for the second. */
async function given(change: Partial<Parameters<typeof givenConsent>[0]> = {}) {
  const bookings = Array.from({ length: 150 }, () => givenBooking(yesterday))
  const accountId = await givenAccount({ psuId, bookings })
  const consent = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }], ...change })
  const token = await givenToken({
    grantId: consent.grantId,
    certificateThumbprint: thumbprintOf(tpp),
    expiresAt: new Date(Date.now() + 86_400_000),
  })
  const headers = { 'consent-id': consent.consentId, authorization: `Bearer ${token}` }
  const first = await tpp.call(
    `/v1/accounts/${accountId}/transactions?bookingStatus=booked&dateFrom=${yesterday}`,
    { headers },
  )
  const href: string = first.json.transactions._links.next.href
  return { ...consent, next: () => tpp.call(href.replace(`${env.MTLS_ORIGIN}/xs2a`, ''), { headers }) }
}

test('revoking the consent between two pages of a list ends the list', async () => {
  const { consentId, next } = await given()
  await revokeConsent({ consentId, psuId, requestId: null })
  const answer = await next()
  expect([answer.status, answer.code]).toEqual([401, 'CONSENT_INVALID'])
  expect(answer.json.transactions).toBeUndefined()
})

test('so does the third party that ends it, the end of its last day, and a demand for a new authentication', async () => {
  const terminated = await given()
  await tpp.call(`/v1/consents/${terminated.consentId}`, { method: 'DELETE' })
  expect((await terminated.next()).code).toBe('CONSENT_INVALID')

  const over = await given({ endsAt: new Date(Date.now() + 3_600_000) })
  await moveClock('1 hour')
  expect((await over.next()).code).toBe('CONSENT_EXPIRED')
  await moveClock('0')

  const demanded = await given()
  await demandSca({ psuId, tppId: TPP, reason: 'A device that was reported stolen', actor: 'staff:desk' })
  expect((await demanded.next()).code).toBe('CONSENT_EXPIRED')
})

test('a one-off consent whose last read has several pages gives them until somebody stops it, and stays expired', async () => {
  const { next, consentId } = await given({ recurring: false, readsLeft: 1 })
  expect((await tpp.call(`/v1/consents/${consentId}/status`)).json.consentStatus).toBe('expired')
  expect((await next()).json.transactions.booked).toHaveLength(50)
  await revokeConsent({ consentId, psuId, requestId: null })
  expect((await next()).code).toBe('CONSENT_EXPIRED')
  expect((await tpp.call(`/v1/consents/${consentId}/status`)).json.consentStatus).toBe('expired')
})

function thumbprintOf({ clientCert }: Wire): string {
  const { fingerprint256 } = new X509Certificate(Buffer.from(clientCert.slice(1, -1), 'base64'))
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
}
