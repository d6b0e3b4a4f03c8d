import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { ERROR_CODES } from './error-codes'
import { listErrors } from './list-errors'
import { DOOR_MESSAGES, TPP_MESSAGES, toProblem, toTppMessages } from './tpp-messages'

/** Berlin Group 1.3.16, the message codes of account information, payments and funds confirmation by HTTP status. */
const STANDARD: Record<number, string> = {
  400:
    'FORMAT_ERROR PARAMETER_NOT_CONSISTENT PARAMETER_NOT_SUPPORTED SERVICE_INVALID RESOURCE_UNKNOWN RESOURCE_EXPIRED ' +
    'RESOURCE_BLOCKED TIMESTAMP_INVALID PERIOD_INVALID SCA_METHOD_UNKNOWN SCA_INVALID CONSENT_UNKNOWN ' +
    'SESSIONS_NOT_SUPPORTED CARD_INVALID NO_PIIS_ACTIVATION PAYMENT_FAILED EXECUTION_DATE_INVALID',
  401:
    'CERTIFICATE_INVALID ROLE_INVALID CERTIFICATE_EXPIRED CERTIFICATE_BLOCKED CERTIFICATE_REVOKED CERTIFICATE_MISSING ' +
    'SIGNATURE_INVALID SIGNATURE_MISSING CORPORATE_ID_INVALID PSU_CREDENTIALS_INVALID CONSENT_INVALID CONSENT_EXPIRED ' +
    'TOKEN_UNKNOWN TOKEN_INVALID TOKEN_EXPIRED KID_MISSING',
  403: 'CONSENT_UNKNOWN SERVICE_BLOCKED RESOURCE_UNKNOWN RESOURCE_EXPIRED PRODUCT_INVALID',
  404: 'RESOURCE_UNKNOWN PRODUCT_UNKNOWN',
  405: 'SERVICE_INVALID CANCELLATION_INVALID',
  406: 'REQUESTED_FORMATS_INVALID',
  409: 'STATUS_INVALID',
  429: 'ACCESS_EXCEEDED',
}

const rows = Object.entries({ ...TPP_MESSAGES, ...DOOR_MESSAGES })

test.each(rows)('%s is answered by a code that its status allows', (_, [status, code]) => {
  expect(ERROR_CODES[code].statuses).toContain(status)
})

test.each(rows)('%s says what to do', (_, [, , text]) => {
  expect(text).toMatch(
    /\b(Call|Get|Mend|Ask|Send|Leave|Accept|Take|Read|Wait|Let|Start|Sign|Refresh|Try|See|names|has to|Offer|Use|Show|Choose|Follow|Make|Do|Confirm|Finish)\b/i,
  )
  expect(text.length).toBeLessThanOrEqual(500)
})

test.each(Object.entries(ERROR_CODES))(
  '%s stands at the statuses of the standard',
  (code, { statuses, ours }) => {
    for (const status of statuses) {
      // A status without codes of its own leaves the body free; no code of the standard may be borrowed for it.
      if (ours) expect(STANDARD[status]).toBeUndefined()
      else expect(STANDARD[status]?.split(' ')).toContain(code)
    }
    if (ours) expect(Object.values(STANDARD).join(' ').split(' ')).not.toContain(code)
  },
)

test('the catalogue lists a code at the statuses that it is answered with', () => {
  const listed = new Map(listErrors().map(({ code, statuses }) => [code, statuses]))
  expect(listed.get('CONSENT_UNKNOWN')).toEqual([400, 403])
  expect(listed.get('RESOURCE_UNKNOWN')).toEqual([403, 404])
  expect(listed.get('UNSUPPORTED_MEDIA_TYPE')).toEqual([415])
})

test('an error leads to the page of its code, and says when to try again where that is known', () => {
  const place = { below: null, reference: '' }
  const body = JSON.parse(toTppMessages(toProblem(new Refusal('format_error', { path: 'access' }), place)))
  expect(body).toEqual({
    tppMessages: [
      { category: 'ERROR', code: 'FORMAT_ERROR', path: 'access', text: TPP_MESSAGES.format_error[2] },
    ],
    _links: { help: { href: `${env.PUBLIC_ORIGIN}/developer/errors/FORMAT_ERROR` } },
  })
  expect(toProblem(new Refusal('revocation_unknown'), place).retryAfter).toBeGreaterThan(0)
  expect(toProblem(new Refusal('access_exceeded', { retryAfter: 7 }), place).retryAfter).toBe(7)
  expect(toProblem(new Refusal('access_exceeded'), place).retryAfter).toBeUndefined()
})

test.each([
  ['certificate_revoked', true],
  ['role_invalid', true],
  ['revocation_unknown', true],
  // The same code, and no trouble of the certificate.
  ['ledger_unavailable', false],
] as const)('%s leads to the verdict on the certificate: %s', (refusal, leads) => {
  const problem = toProblem(new Refusal(refusal), { below: null, reference: '' })
  const { certificate } = JSON.parse(toTppMessages(problem))._links
  expect(certificate?.href).toBe(leads ? `${env.MTLS_ORIGIN}/certificate` : undefined)
})
