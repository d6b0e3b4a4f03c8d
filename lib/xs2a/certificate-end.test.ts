import { afterAll, expect, test, vi } from 'vitest'
import { publishList, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'

const LIFE_DAYS = 365
const DAY_MILLIS = 86_400_000
afterAll(() => void vi.useRealTimers())

/** The machine's clock, by which certificates are judged, moved on; with a revocation list of that day. */
async function inDays(days: number): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * DAY_MILLIS })
  await publishList(0)
}

test('in its last sixty days, and not before, a certificate is told its end by each answer', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-ENDING')
  const first = await tpp.call('/v1/consents/x/status')
  expect([first.code, first.headers['certificate-ends']]).toEqual(['CONSENT_UNKNOWN', undefined])
  await inDays(LIFE_DAYS - 61)
  expect((await tpp.call('/v1/consents/x/status')).headers['certificate-ends']).toBeUndefined()
  await inDays(2)
  const answer = await tpp.call('/v1/consents/x/status')
  expect(answer.code).toBe('CONSENT_UNKNOWN')
  const left = Date.parse(String(answer.headers['certificate-ends'])) - Date.now()
  expect(Math.round(left / DAY_MILLIS)).toBe(59)
})
