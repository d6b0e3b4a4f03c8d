import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { short } from '@/e2e/fixtures/funds-in-use'
import { givenConsent, givenToken } from '@/e2e/fixtures/given-consent'
import { givenAuthorisations, REDIRECT } from '@/e2e/fixtures/plain-redirect'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { env } from '@/lib/env'
import { findFundsQuestions } from '@/lib/funds/find-funds-questions'

// xs2a.md 2.4 and 4: a consent for confirmation of funds by plain redirect, and questions by the certificate alone.

const { tppId, tpp, pryer, psuId, accountId, iban, allowed } = await givenAuthorisations()
const pathOf = ({ href }: { href: string }) => href.replace(`${env.MTLS_ORIGIN}/xs2a`, '')
const lastOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

async function asked() {
  const { json } = await tpp.call('/v2/consents/confirmation-of-funds', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1', 'tpp-redirect-preferred': 'true', ...REDIRECT },
    body: { account: { iban } },
  })
  const confirmation = pathOf(json._links.confirmation)
  return {
    consentId: String(json.consentId),
    uid: lastOf(json._links.scaRedirect.href),
    confirm: (confirmationCode: string) =>
      tpp.call(confirmation, { method: 'PUT', body: { confirmationCode } }),
    status: async () => (await tpp.call(pathOf(json._links.status))).json.consentStatus,
  }
}
const question = (consentId: string, headers: Record<string, string> = {}, from = tpp) =>
  from.call('/v1/funds-confirmations', {
    method: 'POST',
    headers: { 'consent-id': consentId, ...headers },
    body: { account: { iban }, instructedAmount: { currency: 'DKK', amount: '0.01' } },
  })
const confirmed = async () => {
  const request = await asked()
  await request.confirm(await allowed(request))
  return request
}

test('until the third party has brought the code the customer got, nothing is answered', async () => {
  const request = await asked()
  expect(short(await question(request.consentId))).toEqual([401, 'CONSENT_INVALID', null])
  await allowed(request)
  expect(await request.status()).toBe('received')
  expect(short(await question(request.consentId))).toEqual([401, 'CONSENT_INVALID', null])
})

test('a wrong code ends it: rejected, no answer, and the right code comes too late', async () => {
  const request = await asked()
  const code = await allowed(request)
  expect((await request.confirm('wrong')).json.scaStatus).toBe('failed')
  expect(await request.status()).toBe('rejected')
  expect(short(await request.confirm(code)).slice(0, 2)).toEqual([400, 'SCA_INVALID'])
  expect(short(await question(request.consentId))).toEqual([401, 'CONSENT_INVALID', null])
})

test('the certificate alone is no key to what was allowed by OAuth, nor is it to another third party', async () => {
  const { consentId } = await confirmed()
  expect(short(await question(consentId, {}, pryer))).toEqual([400, 'CONSENT_UNKNOWN', 'Consent-ID'])
  const byOauth = { tppId, psuId, kind: 'fundsConfirmation' as const, accounts: [{ accountId }] }
  const { consentId: other, grantId } = await givenConsent(byOauth)
  expect(short(await question(other))).toEqual([401, 'TOKEN_UNKNOWN', 'Authorization'])
  const token = await givenToken({ grantId, certificateThumbprint: 'x' })
  for (const authorization of [`Bearer ${token}`, 'Bearer nonsense', 'Basic eDp5'])
    expect((await question(consentId, { authorization })).status).toBe(401)
})

test('with the code it is valid and answered by the certificate alone, until the customer stops it', async () => {
  const { consentId, status } = await confirmed()
  expect(await status()).toBe('valid')
  const again = { 'x-request-id': randomUUID() }
  for (let time = 0; time < 2; time++) {
    const { status: got, json } = await question(consentId, again)
    expect([got, Object.keys(json)]).toEqual([200, ['fundsAvailable']])
  }
  expect(await findFundsQuestions({ consentId, psuId })).toHaveLength(1)
  await revokeConsent({ consentId, psuId, requestId: null })
  for (const headers of [again, {}])
    expect(short(await question(consentId, headers))).toEqual([401, 'CONSENT_INVALID', null])
})
