import { dirname } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { CONSOLE, CONSOLE_BACK, isConsoleBack } from '@/lib/sandbox/console-identity'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { describeOperation, describeOperations } from '@/lib/xs2a/describe-operations'
import { ROUTES } from '@/lib/xs2a/routes'
import { callSandbox } from './call-sandbox'
import { newConsoleSession } from './console-session'
import { fillForm } from './fill-form'
import { keepForPage, keptForPage } from './kept-answers'
import { nextSteps } from './next-steps'
import { takeReturn } from './take-return'

await ensureSandboxPki(dirname(env.TRUST_ANCHORS))
const now = new Date()
const browser = (name: string) => newConsoleSession(name)

/** Sends the form of an operation as the console filled it, with other values for some fields. */
async function send(session: ReturnType<typeof browser>, operationId: string, other: object = {}) {
  const operation = describeOperation(operationId)
  if (!operation) throw new Error(`no ${operationId}`)
  const { body = '', ...fields } = { ...fillForm({ operation, session, now }), ...other }
  const called = await callSandbox(session, { operationId, fields, body })
  if (!called) throw new Error(`${operationId} was not called`)
  return { ...called, json: JSON.parse(called.answer.body ?? 'null') }
}

const stateOf = (request: string[]) =>
  /^TPP-Redirect-URI: .*\?state=(.*)$/m.exec(request.join('\n'))?.[1] ?? ''

beforeEach(() => void vi.restoreAllMocks())

test('outside of a sandbox, and outside of the table, nothing is called', async () => {
  const call = { fields: {}, body: '' }
  vi.spyOn(env, 'SANDBOX', 'get').mockReturnValue(false)
  expect(await callSandbox(browser('a'), { ...call, operationId: 'getConsent' })).toBeNull()
  vi.restoreAllMocks()
  expect(await callSandbox(browser('a'), { ...call, operationId: 'nothing' })).toBeNull()
})

test('a path cannot lead out of its operation', async () => {
  const called = await send(browser('b'), 'getConsent', { 'path.consentId': '../accounts?x=1' })
  expect(called.request[0]).toBe('GET /xs2a/v1/consents/..%2Faccounts%3Fx%3D1')
  expect(called.answer.status).toBe(403)
})

test('where a customer returns to, and what goes beside the form, is not the developer’s to say', async () => {
  const { request } = await send(browser('c'), 'createConsent', {
    'header.TPP-Redirect-URI': 'https://elsewhere.example/',
    'header.TPP-Nok-Redirect-URI': 'https://elsewhere.example/',
    'header.TPP-Notification-URI': 'https://elsewhere.example/',
    'header.Authorization': 'Bearer somebody-elses-token',
  })
  expect(request.join('\n')).not.toMatch(/elsewhere|Authorization/)
  expect(request.join('\n')).toContain(`TPP-Redirect-URI: ${CONSOLE_BACK}?state=${stateOf(request)}`)
})

test('only the console may lead a customer to an address of the bank, only to its own, and only in a sandbox', () => {
  const way = `${CONSOLE_BACK}?state=${'a'.repeat(43)}`
  const may = (address: string, id = CONSOLE.organizationIdentifier) => isConsoleBack(new URL(address), id)
  expect(may(way)).toBe(true)
  expect(may(way, 'PSDNL-DNB-1234')).toBe(false)
  const others = [
    `${way}a`,
    `${way}&next=/`,
    `${way}#x`,
    way.replace('/back', '/send'),
    way.replace('//', '//me@'),
  ]
  expect(others.filter((other) => may(other))).toEqual([])
  vi.spyOn(env, 'SANDBOX', 'get').mockReturnValue(false)
  expect(may(way)).toBe(false)
})

test("another browser's consent is answered like one that does not exist", async () => {
  const mine = browser('d')
  const { consentId } = (await send(mine, 'createConsent')).json
  expect((await send(mine, 'getConsentStatus')).json).toMatchObject({ consentStatus: 'received' })
  for (const id of [consentId, consentId.toUpperCase(), '0196a3f2-7c1e-7b5a-9d3e-2f4c6a8b0d1e']) {
    const other = browser('e')
    const read = await send(other, 'getConsentStatus', { 'path.consentId': id })
    expect([read.answer.status, read.json.tppMessages[0].code]).toEqual([403, 'CONSENT_UNKNOWN'])
    const accounts = await send(other, 'listAccounts', { 'header.Consent-ID': id })
    expect([accounts.answer.status, accounts.json.tppMessages[0].code]).toEqual([400, 'CONSENT_UNKNOWN'])
    await send(other, 'deleteConsent', { 'path.consentId': id })
  }
  expect((await send(mine, 'getConsentStatus')).json).toMatchObject({ consentStatus: 'received' })
})

test("another browser's payment is answered like one that does not exist", async () => {
  const mine = browser('m')
  const created = await send(mine, 'createPayment', {
    'path.payment-product': 'instant-sepa-credit-transfers',
  })
  const { paymentId } = created.json
  expect((await send(mine, 'getPaymentStatus')).json).toEqual({ transactionStatus: 'RCVD' })
  const other = browser('n')
  const path = {
    'path.payment-product': 'instant-sepa-credit-transfers',
    'path.paymentId': paymentId.toUpperCase(),
  }
  for (const operationId of ['getPayment', 'deletePayment', 'listPaymentAuthorisations']) {
    const read = await send(other, operationId, path)
    expect([read.answer.status, read.json.tppMessages[0].code]).toEqual([403, 'RESOURCE_UNKNOWN'])
  }
  expect((await send(mine, 'getPaymentStatus')).json).toEqual({ transactionStatus: 'RCVD' })
})

test('a payment has no code: whoever comes back asks how it stands', async () => {
  const mine = browser('o')
  const { request, json } = await send(mine, 'createPayment')
  const back = { state: stateOf(request), confirmationCode: null }
  expect(takeReturn(browser('p'), back)).toBeNull()
  expect(takeReturn(mine, back)).toBe('getPaymentStatus')
  expect((await send(mine, 'getPaymentStatus')).request[0]).toContain(`/${json.paymentId}/status`)
})

test('a way back counts once, and only in the browser that sent the customer off', async () => {
  const mine = browser('f')
  const { request, json } = await send(mine, 'createConsent')
  const back = { state: stateOf(request), confirmationCode: 'code' }
  expect(takeReturn(null, back)).toBeNull()
  expect(takeReturn(browser('g'), back)).toBeNull()
  expect(takeReturn(mine, { ...back, state: 'guessed' })).toBeNull()
  expect(takeReturn(mine, back)).toBe('updateConsentAuthorisation')
  expect(takeReturn(mine, back)).toBeNull()
  const confirming = await send(mine, 'updateConsentAuthorisation')
  expect(confirming.request[0]).toContain(`/v1/consents/${json.consentId}/authorisations/`)
  expect(confirming.request.at(-1)).toContain('"confirmationCode": "code"')
})

test('an answer is shown to the browser that asked, and to no other', async () => {
  const mine = browser('h')
  const id = keepForPage(mine, await send(mine, 'createConsent'))
  expect(keptForPage(mine, id)).not.toBeNull()
  expect(keptForPage(browser('i'), id)).toBeNull()
  expect(keptForPage(null, id)).toBeNull()
})

test('every form that begins something is filled with a request that the bank takes', async () => {
  for (const operationId of ['createConsent', 'createFundsConsent', 'createPayment']) {
    const session = browser('j')
    const created = await send(session, operationId)
    expect(created.answer.status, created.answer.body ?? '').toBe(201)
    expect(created.json.tppMessages).toBeUndefined()
    expect(nextSteps(operationId, created)[0]?.href).toBe(created.json._links.scaRedirect.href)
  }
  const explicit = browser('k')
  const created = await send(explicit, 'createConsent', {
    'header.TPP-Explicit-Authorisation-Preferred': 'true',
  })
  expect(nextSteps('createConsent', created)[0]?.href).toBe('/developer/try/startConsentAuthorisation')
  expect((await send(explicit, 'startConsentAuthorisation')).answer.status).toBe(201)
})

test('an error leads to its page', async () => {
  const refused = await send(browser('l'), 'createConsent', { body: '{' })
  expect(nextSteps('createConsent', refused)).toEqual([
    { href: '/developer/errors/FORMAT_ERROR', label: 'What FORMAT_ERROR means' },
  ])
})

test('the reference describes every line of the table', () => {
  const described = describeOperations().flatMap(({ operations }) => operations.map(({ id }) => id))
  expect(described.sort()).toEqual(ROUTES.map(({ operationId }) => operationId).sort())
})
