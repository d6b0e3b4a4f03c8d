import { expect, test, vi } from 'vitest'
import { POST as options } from '@/app/interaction/[uid]/options/route'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { drawnApproval, drawnCopy, textOf } from '@/e2e/fixtures/drawn-approval'
import { givenAuthorisations } from '@/e2e/fixtures/plain-redirect'
import { LANGUAGES, type Language } from '@/i18n/languages'
import { now } from '@/lib/clock'
import { EvidenceKeySet } from '@/lib/evidence/evidence-file'
import { publishedEvidenceKeys } from '@/lib/evidence/evidence-keys'
import { findReceipts } from '@/lib/evidence/find-receipts'
import { makeReceipt } from '@/lib/evidence/make-receipt'
import { signEvidence } from '@/lib/evidence/sign-evidence'
import { verifyReceipt } from '@/lib/evidence/verify-receipt'
import { findConsentRequest } from './find-consent-request'
import { recordOfRequest, shownDigest } from './record-of-request'

// The market profile with explicit consent. What is not there under the strict one: approval-page.test.ts.
vi.hoisted(() => {
  process.env.MARKET_PROFILE = 'explicit-consent'
})
vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)
vi.mock('next-intl/server', () => ({ getLocale: async () => 'en' }))

const world = await givenAuthorisations()
const life = await givenConsentLife()
const bank = 'Nordhavn Bank'
const languages = Object.keys(LANGUAGES).filter((name): name is Language => name in LANGUAGES)

async function requestOf(consentId: string, tppId: string) {
  const request = await findConsentRequest({ consentId, tppId, now: await now() })
  if (!request) throw new Error('no such request')
  return request
}

function answered(uid: string, fields: object) {
  const request = new Request(`http://bank.example/interaction/${uid}/options`, {
    method: 'POST',
    body: JSON.stringify({ fields }),
    headers: {
      'content-type': 'application/json',
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
    },
  })
  return options(request, { params: Promise.resolve({ uid }) })
}

test('without the tick no passkey is asked, whatever a page of one’s own sends', async () => {
  const { uid, consentId } = await world.asked()
  const request = await requestOf(consentId, world.tppId)
  const shown = [shownDigest({ request, bank, locale: 'en' })]
  for (const fields of [{ shown }, { shown, confirmed: [] }, { shown, confirmed: ['no'] }])
    expect((await answered(uid, fields)).status, JSON.stringify(fields)).toBe(400)
  const asks = await answered(uid, { shown, confirmed: ['yes'] })
  expect(asks.status).toBe(200)
  expect(await asks.json()).toHaveProperty('options.challenge')
})

test.each(languages)(
  'the page has one box, not ticked, with the very words of the record: %s',
  async (locale) => {
    const { consentId } = await asked()
    const request = await requestOf(consentId, TPP)
    for (const change of [{}, { recurring: false }, { kind: 'fundsConfirmation' } as const]) {
      const changed = { ...request, ...change }
      const page = drawnApproval(changed, locale)
      const boxes = page.match(/<input[^>]*type="checkbox"[^>]*>/g) ?? []
      expect(
        boxes.map((box) => [/ name="confirmed"/, / required/, / checked/].map((one) => one.test(box))),
      ).toEqual([[true, true, false]])
      const { sentences } = recordOfRequest({ request: changed, accounts: [], bank, locale })
      expect(sentences?.confirm).toContain('Example')
      expect(textOf(page)).toContain(sentences?.confirm)
      expect(sentences && textOf(drawnCopy(sentences, locale))).toContain(sentences?.confirm)
    }
  },
)

test('what was ticked stands in the record, and in a receipt that anybody can check', async () => {
  const { consentId } = await asked()
  await life.approve(consentId)
  const { psuId } = life
  const [entry] = await findReceipts({ consentId, psuId })
  const made = entry && (await makeReceipt({ consentId, psuId, eventId: entry.id, now: await now() }))
  expect(made?.allowed?.record.sentences?.confirm).toMatch(/^I want Example to see this account data until /)
  if (!made) throw new Error('no receipt')
  const file = JSON.stringify(await signEvidence(made))
  const keys = EvidenceKeySet.parse(await publishedEvidenceKeys())
  expect(await verifyReceipt(file, keys)).toMatchObject({ valid: true })
})
