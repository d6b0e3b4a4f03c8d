import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { givenAccount, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenReader } from '@/e2e/fixtures/given-reader'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { resumeByPsu } from '@/lib/consent/resume-by-psu'

// Berlin Group 1.3 has neither a status nor a code for a pause: the consent stays `valid`, its reads are refused by 401
// CONSENT_INVALID, and the status has the psuMessage that the standard defines there.

const psuId = await givenPsu()
const { tpp, of } = await givenReader('PSDNL-DNB-WAITS', psuId)

test('a paused consent stays valid, its reads are 401 CONSENT_INVALID, and its status has a message to show', async () => {
  const accountId = await givenAccount({ psuId })
  const { consentId, read } = await of([{ accountId }])
  const status = async () => (await tpp.call(`/v1/consents/${consentId}/status`)).json
  expect(await status()).toEqual({ consentStatus: 'valid' })
  await pauseByPsu({ consentId, psuId, requestId: null })
  for (const path of ['/v1/accounts', `/v1/accounts/${accountId}`, `/v1/accounts/${accountId}/balances`])
    for (const further of [undefined, { 'psu-ip-address': '192.0.2.1' }])
      expect(await read(path, further)).toMatchObject({ status: 401, code: 'CONSENT_INVALID' })
  expect(await status()).toEqual({
    consentStatus: 'valid',
    psuMessage: expect.stringMatching(/^You have paused this at /),
  })
  const messageIn = async (wishes: string) =>
    (await tpp.call(`/v1/consents/${consentId}/status`, { headers: { 'psu-accept-language': wishes } })).json
      .psuMessage
  expect(await messageIn('da, de-CH;q=0.8, en;q=0.5')).toMatch(/^Sie haben dies bei .* pausiert/)
  expect(await messageIn('da, xx')).toMatch(/^You have paused this at /)
  // What was said when the consent was asked for holds where a call says nothing.
  await database().update(consents).set({ psuLanguages: 'fr' }).where(eq(consents.id, consentId))
  expect((await status()).psuMessage).toMatch(/^Vous avez mis ceci en pause/)
  expect(await messageIn('el')).toMatch(/παύση/)
  expect((await tpp.call(`/v1/consents/${consentId}`)).json.consentStatus).toBe('valid')
  await resumeByPsu({ consentId, psuId, sessionId: randomUUID(), requestId: null })
  expect(await status()).toEqual({ consentStatus: 'valid' })
  expect((await read(`/v1/accounts/${accountId}/balances`)).status).toBe(200)
})
