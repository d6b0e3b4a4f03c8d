import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { publishList } from '@/e2e/fixtures/oauth-door'
import { givenConsent, givenTpp, push, type Tpp } from '@/e2e/fixtures/oauth-tpp'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { findConsentRequest } from '@/lib/consent/find-consent-request'
import { trustedServices } from '@/lib/tpp/trust-sources'

// THR-13: the customer reads who asks, what for it is licensed, and when that was last looked up: the age of the word that the
// verdict rests on, here of the authority's revocation list.

const HOUR_MILLIS = 3_600_000

async function checkedAtOf(consentId: string): Promise<Date | null> {
  const [row] = await database().select().from(consents).where(eq(consents.id, consentId))
  return row?.tppCheckedAt ?? null
}

const setChecked = (consentId: string, tppCheckedAt: Date) =>
  database().update(consents).set({ tppCheckedAt }).where(eq(consents.id, consentId))

/** Whether the bank has read the list of that time; it looks at its folder once in a second. */
const listOf = (published: number) =>
  trustedServices()
    .list()
    .some(({ revocations }) => Math.abs((revocations?.thisUpdate.getTime() ?? 0) - published) < 60_000)

async function pushed(tpp: Tpp) {
  const consentId = await givenConsent(tpp.org)
  expect(await checkedAtOf(consentId)).toBeNull()
  await push(tpp, { scope: `AIS:${consentId}` })
  return consentId
}

test.each([
  ['over its certificate', { method: 'tls_client_auth' }],
  ['by its key alone', { method: 'private_key_jwt', aliases: false }],
] as const)('a request pushed %s says when its licence was looked up', async (_how, given) => {
  await publishList(-1 / 24)
  const published = Date.now() - HOUR_MILLIS
  await expect.poll(() => listOf(published)).toBe(true)
  const tpp = await givenTpp(given)
  const consentId = await pushed(tpp)
  const checked = await checkedAtOf(consentId)
  // An hour ago, as the list says of itself, and not now.
  expect(Math.abs((checked?.getTime() ?? 0) - published)).toBeLessThan(60_000)
  const request = await findConsentRequest({ consentId, tppId: tpp.org, now: new Date() })
  expect(request?.tpp).toMatchObject({ roles: ['PSP_AI'], checkedAt: checked?.toISOString() })
})

test('asked again at once, the page stays what it was; asked again later, it tells the later look', async () => {
  const tpp = await givenTpp({ method: 'tls_client_auth' })
  const consentId = await pushed(tpp)
  const first = await checkedAtOf(consentId)
  const soon = new Date((first?.getTime() ?? 0) - 10 * 60_000)
  await setChecked(consentId, soon)
  await push(tpp, { scope: `AIS:${consentId}` })
  expect(await checkedAtOf(consentId)).toEqual(soon)
  await setChecked(consentId, new Date(soon.getTime() - HOUR_MILLIS))
  await push(tpp, { scope: `AIS:${consentId}` })
  // To the second, and one may have passed since.
  expect((await checkedAtOf(consentId))?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Number.NaN)
})

test('a consent that is created at the interface for accounts carries it from the beginning', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-CHECKED')
  const created = await tpp.call('/v1/consents', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1' },
    body: {
      access: { accounts: [], balances: [] },
      recurringIndicator: true,
      validUntil: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    },
  })
  expect(created.status).toBe(201)
  expect(await checkedAtOf(created.json.consentId)).toBeInstanceOf(Date)
})
