import { expect, test } from 'vitest'
import { errorsOf } from '@/lib/xs2a/openapi-errors'
import { ROUTES } from '@/lib/xs2a/routes'
import { toRefused } from './refused-why'

const day = '2026-11-21'

test('whatever a question that names a consent may be refused with has a word, and only our own failures are ours', () => {
  const line = ROUTES.find(({ operationId }) => operationId === 'confirmFunds')
  if (!line) throw new Error('no such line')
  const told = [...errorsOf(line)].flatMap(([status, codes]) => codes.map((code) => ({ status, code })))
  const ours = told.filter(({ code }) => toRefused([{ day, code, times: 1 }])[0]?.why === 'bank')
  // The others come before a consent is looked at, so that no row of the log names one.
  const before =
    /^(CERTIFICATE|SIGNATURE)_|^(ROLE|SERVICE)_INVALID|FORMATS_INVALID|CONSENT_UNKNOWN|^UNSUPPORTED|^CONTENT_/
  expect(ours.filter(({ code }) => !before.test(code)).map(({ status }) => status)).toEqual([500, 503])
})

test('codes that mean the same are one line of a day', () => {
  const refused = [
    { day, code: 'TOKEN_EXPIRED', times: 2 },
    { day, code: 'TOKEN_INVALID', times: 1 },
    { day: '2026-11-20', code: 'TOKEN_INVALID', times: 1 },
  ]
  expect(toRefused(refused)).toEqual([
    { day, why: 'key', times: 3 },
    { day: '2026-11-20', why: 'key', times: 1 },
  ])
})
