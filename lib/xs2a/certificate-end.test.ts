import { afterAll, expect, test, vi } from 'vitest'
import { publishList, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'

const LIFE_DAYS = 365
const DAY_MILLIS = 86_400_000
afterAll(() => void vi.useRealTimers())

type Tpp = Awaited<ReturnType<typeof tppWithQwac>>

/** The machine's clock, by which certificates are judged, moved on; with a revocation list of that day, once it is read. */
async function inDays(tpp: Tpp, days: number) {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * DAY_MILLIS })
  await publishList(0)
  const call = () => tpp.call('/v1/consents/x/status')
  await expect.poll(async () => (await call()).code).toBe('CONSENT_UNKNOWN')
  return call()
}

test('in its last sixty days, and not before, a certificate is told its end by each answer', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-ENDING')
  const first = await tpp.call('/v1/consents/x/status')
  expect([first.code, first.headers['certificate-ends']]).toEqual(['CONSENT_UNKNOWN', undefined])
  const before = await inDays(tpp, LIFE_DAYS - 61)
  expect(before.headers['certificate-ends']).toBeUndefined()
  const answer = await inDays(tpp, 2)
  const left = Date.parse(String(answer.headers['certificate-ends'])) - Date.now()
  expect(Math.round(left / DAY_MILLIS)).toBe(59)
})
