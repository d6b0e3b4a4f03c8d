import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stranger } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'
import { describeOperation } from './describe-operations'
import { ERROR_CODES } from './error-codes'
import { openApiDocument } from './openapi'
import { openApiFile } from './openapi-file'
import { exampleOf, type JsonSchemas, toOpenApiSchema } from './openapi-schema'
import { ROUTES } from './routes'
import { contract } from './serve-openapi'

const document = JSON.parse(contract())
const operation = ({ path, method }: { path: string; method: string }) =>
  document.paths[path][method.toLowerCase()]

test('docs/openapi.json is the contract of this release (npm run openapi writes it)', () => {
  expect(readFileSync('docs/openapi.json', 'utf8')).toBe(openApiFile())
})

test('the contract holds every line of the table and no other, each with a name of its own', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort())
  expect(new Set(ROUTES.map(({ operationId }) => operationId)).size).toBe(ROUTES.length)
})

test.each(ROUTES.map((route) => [route.operationId, route] as const))(
  '%s declares what it answers',
  (_, route) => {
    const { responses, parameters } = operation(route)
    for (const status of Object.keys(route.answers)) expect(responses[status]).toBeDefined()
    for (const status of ['400', '401', '406', '429', '500', '503']) expect(responses[status]).toBeDefined()
    expect(responses['415'] !== undefined).toBe(route.body !== null)
    const names = parameters.flatMap((one: { name?: string }) => one.name ?? [])
    expect(names).toEqual(
      expect.arrayContaining([...route.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)),
    )
  },
)

test.each(
  ROUTES.flatMap((route) =>
    Object.values(route.answers).flatMap((answer) => (answer ? [[route.operationId, answer] as const] : [])),
  ),
)('the example of %s fits its own schema', (_, answer) => {
  const parts: JsonSchemas = {}
  const schema = toOpenApiSchema(answer, 'output', parts)
  const { error } = answer.safeParse(exampleOf(schema, parts))
  expect(error).toBeUndefined()
})

test.each(ROUTES.filter(({ body }) => body).map((line) => [line.operationId, line] as const))(
  'the body shown for %s is one that it takes',
  (_, line) => {
    const { example } = operation(line).requestBody.content['application/json']
    expect(line.body?.safeParse(example).error).toBeUndefined()
  },
)

test('every declared code is one of the catalogue, legal at its status', () => {
  for (const [name, response] of Object.entries<{ description: string }>(document.components.responses)) {
    const status = Number(/^Error(\d+)-/.exec(name)?.[1])
    const [, codes = ''] = response.description.split(': ')
    for (const code of codes.split(', ').filter(Boolean))
      expect(ERROR_CODES[code as keyof typeof ERROR_CODES].statuses).toContain(status)
  }
})

test('nothing of the machine or of a secret stands in the file', () => {
  expect(openApiFile()).not.toMatch(/localhost|\/work\/|\/root\//)
})

test('anybody may fetch the contract, without a certificate; and nothing else', async () => {
  const anybody = stranger()
  const answer = await anybody.call('/openapi.json', { headers: { 'x-request-id': undefined } })
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
  expect(answer.json.servers[0].url).toBe(`${env.MTLS_ORIGIN}/xs2a`)
  expect((await anybody.call('/openapi.json', { method: 'POST' })).code).toBe('CERTIFICATE_MISSING')
})

test('whoever reads accounts or asks for funds may do so with the certificate alone, as after a plain redirect', () => {
  for (const line of ROUTES.filter(({ refusals }) => refusals.includes('token_unknown')))
    expect(operation(line).security).toEqual([
      { mutualTLS: [], oauth2: [] },
      { mutualTLS: [], dpop: [] },
      { mutualTLS: [] },
    ])
  for (const line of ROUTES.filter(({ refusals }) => !refusals.includes('token_unknown')))
    expect(operation(line).security).toEqual([{ mutualTLS: [] }])
})

test('a sandbox does not pass for production', () => {
  const places = {
    bank: 'Bank',
    mtlsOrigin: 'https://xs2a.bank.example',
    publicOrigin: 'https://bank.example',
  }
  const told = (sandbox: boolean) => openApiDocument(ROUTES, { ...places, sandbox }).servers[0]?.description
  expect(told(true)).not.toMatch(/production/i)
  expect(told(false)).toMatch(/production/i)
})

test('the examples contradict neither each other nor what really comes', () => {
  const example = (path: string, status = '200') =>
    document.paths[path].get.responses[status].content['application/json'].example
  const { booked, pending, information } = example('/v1/accounts/{account-id}/transactions').transactions
  expect(booked[0]).toMatchObject({
    bookingDate: expect.any(String),
    transactionAmount: { amount: '-125.00' },
  })
  expect(pending[0]).not.toHaveProperty('bookingDate')
  for (const field of ['bookingDate', 'entryReference']) expect(information[0]).not.toHaveProperty(field)
  const cards = example('/v1/card-accounts/{account-id}/transactions').cardTransactions
  expect(cards.booked[0].transactionAmount.amount).not.toMatch(/^-/)
  expect(example('/v1/consents/{consentId}').validUntil).toBe('2099-12-31')
})

test('the reference tells of the headers that OpenAPI leaves out, and of camt.053', () => {
  const named = (id: string) => describeOperation(id)?.byHttp.map(({ name, form }) => [name, form])
  expect(named('getConsent')).toEqual([['Accept', 'application/json']])
  expect(named('createConsent')?.map(([name]) => name)).toEqual(['Accept', 'Content-Type'])
  expect(named('listTransactions')).toEqual([
    ['Authorization', expect.stringContaining('DPoP')],
    ['Accept', 'application/json, application/xml'],
  ])
})
