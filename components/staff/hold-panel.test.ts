import { NextIntlClientProvider } from 'next-intl'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import messages from '@/messages/en.json'
import { HoldNotices, HoldPanel } from './hold-panel'

const HOLD = {
  id: '0192f3a4-0000-7000-8000-000000000000',
  source: 'Register of fixtures',
  sequence: 41,
  issuedAt: new Date('2026-11-20T03:00:00Z'),
  active: 40,
  bindsAt: new Date('2026-11-21T03:00:00Z'),
  proposal: 'believe',
  proposedBy: 'u',
  thirdParties: [
    { id: 'PSDNL-DNB-1', name: 'Saldo', withdrawal: 'The register says so.' },
    { id: 'PSDNL-DNB-2', name: 'Budget', withdrawal: 'The register says so.' },
  ],
} as const
const hold = { ...HOLD, thirdParties: [...HOLD.thirdParties] }
const NOTHING = { own: false, mayPropose: false, mayApprove: false, mayDrop: false }

test('one line says how many the register withdrew, of how many, until when, and where to decide', () => {
  const text = render(createElement(HoldNotices, { holds: [hold] }))
  expect(text).toMatch(/withdrew 2 third parties of 40 at once.*21\sNov/)
  expect(text).toContain(`href="/staff/register-holds/${hold.id}"`)
})

test('whoever proposed sees no approval, and whoever may approve sees no proposal', () => {
  const own = render(createElement(HoldPanel, { ...NOTHING, hold, own: true, mayDrop: true }))
  expect(own).toContain('You propose to believe it')
  expect(buttonsOf(own)).toEqual(['drop'])
  const other = render(createElement(HoldPanel, { ...NOTHING, hold, mayApprove: true, mayDrop: true }))
  expect(other).toContain('A colleague proposes to believe it')
  expect(buttonsOf(other)).toEqual(['approve', 'drop'])
  const first = { ...hold, proposal: null, proposedBy: null }
  const fresh = render(createElement(HoldPanel, { ...NOTHING, hold: first, mayPropose: true }))
  expect(buttonsOf(fresh)).toEqual(['believe', 'disbelieve'])
})

const buttonsOf = (html: string) => [...html.matchAll(/<button[^>]*value="(\w+)"/g)].map(([, value]) => value)

function render(element: ReturnType<typeof createElement>): string {
  const around = { locale: 'en', messages, timeZone: 'Europe/Copenhagen', children: element } as const
  return renderToStaticMarkup(createElement(NextIntlClientProvider, around))
}
