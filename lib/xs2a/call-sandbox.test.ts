import { dirname } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { callSandbox } from './call-sandbox'
import { describeOperation, describeOperations } from './describe-operations'
import { ROUTES } from './routes'

await ensureSandboxPki(dirname(env.TRUST_ANCHORS))
const ask = { path: {}, query: {}, headers: {}, body: '' }

beforeEach(() => void vi.restoreAllMocks())

test('outside of a sandbox, and outside of the table, nothing is called', async () => {
  vi.spyOn(env, 'SANDBOX', 'get').mockReturnValue(false)
  expect(await callSandbox({ ...ask, operationId: 'getConsent' })).toBeNull()
  vi.restoreAllMocks()
  expect(await callSandbox({ ...ask, operationId: 'nothing' })).toBeNull()
})

test('a path cannot lead out of its operation', async () => {
  const called = await callSandbox({
    ...ask,
    operationId: 'getConsent',
    path: { consentId: '../accounts?x=1' },
  })
  expect(called?.request[0]).toBe('GET /xs2a/v1/consents/..%2Faccounts%3Fx%3D1')
  expect(called?.answer.status).toBe(403)
})

test('the console asks for a consent with the example of the contract, and reads its status', async () => {
  const body = describeOperation('createConsent')?.body?.example ?? ''
  const created = await callSandbox({
    ...ask,
    operationId: 'createConsent',
    headers: { 'PSU-IP-Address': '192.0.2.1', Authorization: 'Bearer a-secret-that-is-long' },
    body: body.replace('2026-10-31', '2099-10-31'),
  })
  expect(created?.answer.status).toBe(201)
  expect(created?.request.join()).not.toContain('a-secret-that-is-long')
  const { consentId } = JSON.parse(created?.answer.body ?? '{}')
  const status = await callSandbox({ ...ask, operationId: 'getConsentStatus', path: { consentId } })
  expect(JSON.parse(status?.answer.body ?? '{}')).toMatchObject({ consentStatus: 'received' })
})

test('the reference describes every line of the table', () => {
  const described = describeOperations().flatMap(({ operations }) => operations.map(({ id }) => id))
  expect(described.sort()).toEqual(ROUTES.map(({ operationId }) => operationId).sort())
})
