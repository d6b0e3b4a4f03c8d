import { PAYMENT_PRODUCTS } from '@/db/schema/payments'
import packageFile from '@/package.json'
import { errorResponse, errorsOf } from './openapi-errors'
import { REQUEST_EXAMPLES } from './openapi-examples'
import { answerHeaders, headerParameters, requestHeadersOf, responseHeadersOf } from './openapi-headers'
import { exampleOf, type JsonSchemas, toOpenApiSchema } from './openapi-schema'
import { securityOf, securitySchemes } from './openapi-security'
import type { Route } from './route'

/**
 * The contract of this interface, OpenAPI 3.1, made of the table that serves it: what stands here is what is checked.
 * `mtlsOrigin` is where it is called, `publicOrigin` where its documentation and the authorization server are.
 */
export function openApiDocument(
  routes: readonly Route[],
  { bank, mtlsOrigin, publicOrigin, sandbox }: Places,
) {
  const schemas: JsonSchemas = {}
  const responses: Record<string, object> = {}
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const operation = {
      operationId: route.operationId,
      summary: route.summary,
      description: descriptionOf(route),
      tags: [tagOf(route)],
      security: securityOf(route),
      parameters: [
        ...pathParametersOf(route),
        ...queryParametersOf(route, schemas),
        ...requestHeadersOf(route),
      ],
      ...(route.body && { requestBody: requestBodyOf(route, schemas) }),
      responses: {
        ...answersOf(route, schemas),
        ...Object.fromEntries(
          [...errorsOf(route)].map(([status, codes]) => {
            const name = `Error${status}-${codes.length}${fingerprint(codes)}`
            responses[name] ??= errorResponse(status, codes, publicOrigin)
            return [String(status), { $ref: `#/components/responses/${name}` }]
          }),
        ),
      },
    }
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation }
  }
  const named = JSON.stringify(paths)
  return {
    openapi: '3.1.0',
    info: {
      title: `${bank} XS2A`,
      version: packageFile.version,
      summary: 'Account information, payments and confirmation of funds, by Berlin Group NextGenPSD2 1.3.',
      description:
        'Called over mutual TLS with a PSD2 certificate. Every request is checked against this document before ' +
        'anything else, and every answer before it leaves.',
      license: { name: packageFile.license, url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      contact: { name: bank, url: `${publicOrigin}/developer/reference` },
    },
    externalDocs: {
      description: 'Every error with its cause and its fix',
      url: `${publicOrigin}/developer/errors`,
    },
    servers: [
      { url: `${mtlsOrigin}/xs2a`, description: sandbox ? SANDBOX : PRODUCTION, 'x-internal': false },
    ],
    tags: TAGS,
    paths,
    components: {
      schemas,
      responses,
      parameters: headerParameters((reference) => named.includes(reference)),
      headers: answerHeaders(),
      securitySchemes: securitySchemes({ publicOrigin, mtlsOrigin }),
    },
  }
}

const PRODUCTION = 'Production, over mutual TLS.'
const SANDBOX = 'Sandbox (staging) with invented customers, over mutual TLS.'

const TAGS = [
  { name: 'Accounts', description: 'What a consent lets a third party read of payment accounts.' },
  { name: 'Card accounts', description: 'What a consent lets a third party read of card accounts.' },
  { name: 'Consents', description: 'Asking the customer for access to accounts, and giving it back.' },
  {
    name: 'Data removal',
    description: 'Answering a customer who asks to have deleted what was read. An extension of this bank.',
  },
  { name: 'Funds', description: 'Asking whether there is enough money, and the consent that this needs.' },
  { name: 'Payments', description: 'Asking the customer to pay, and how it stands.' },
]

function tagOf({ path }: Route): string {
  if (path.startsWith('/v1/data-removals')) return 'Data removal'
  if (path.startsWith('/v1/payments')) return 'Payments'
  if (/funds/.test(path)) return 'Funds'
  if (path.startsWith('/v1/card-accounts')) return 'Card accounts'
  return path.startsWith('/v1/accounts') ? 'Accounts' : 'Consents'
}

function descriptionOf({ summary, role, right }: Route): string {
  const consent = right === null ? '' : ` The consent must give ${right}.`
  const who =
    role === null ? 'For every third party, whatever its role.' : `For third parties with the role ${role}.`
  return `${summary}. ${who}${consent}`
}

function pathParametersOf({ path }: Route) {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...(name === 'payment-product' ? PRODUCT : idOf(name)),
  }))
}

const PRODUCT = {
  description: 'What kind of credit transfer: within a day, or in seconds.',
  schema: { type: 'string', enum: PAYMENT_PRODUCTS },
}

const idOf = (name: string) => ({
  description: `The ${name === 'account-id' ? 'resourceId' : name} of an earlier answer.`,
  schema: { type: 'string', format: 'uuid', maxLength: 36 },
})

function queryParametersOf({ query }: Route, parts: JsonSchemas) {
  const { properties = {}, required = [] } = toOpenApiSchema(query, 'input', parts)
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    description: description ?? QUERY_DESCRIPTIONS[name] ?? name,
    schema,
  }))
}

const QUERY_DESCRIPTIONS: Record<string, string> = {
  withBalance: 'Whether to answer with the balances, too; the consent must give them.',
  bookingStatus: 'Which transactions.',
  dateFrom: 'The first day to report. Required, but for a delta report and for `information`.',
  dateTo: 'The last day to report. Without it, today.',
  deltaList: 'Only what came after the last report.',
  entryReferenceFrom: 'Only what came after this entry.',
  page: "From the bank's own `next` link; it costs no further read.",
}

function requestBodyOf({ operationId, body }: Route, parts: JsonSchemas) {
  if (!body) return undefined
  const schema = toOpenApiSchema(body, 'input', parts)
  const example = REQUEST_EXAMPLES[operationId] ?? exampleOf(schema, parts)
  const content = { 'application/json': { schema, example } }
  return { required: true, description: 'At most 64 KiB.', content }
}

function answersOf(route: Route, parts: JsonSchemas) {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, answer]) => {
      const headers = responseHeadersOf(Number(status), route.method)
      if (!answer) return [status, { description: `${route.summary}: done`, headers }]
      const schema = toOpenApiSchema(answer, 'output', parts)
      const json = { schema, example: exampleOf(schema, parts) }
      const other = route.alternative && {
        [route.alternative]: { schema: { type: 'string', maxLength: 10_000_000, pattern: '^<' } },
      }
      return [
        status,
        { description: route.summary, headers, content: { 'application/json': json, ...other } },
      ]
    }),
  )
}

/** Tells sets of codes apart in a name that stays as long as the set does. */
function fingerprint(codes: readonly string[]): string {
  let sum = 7
  for (const character of codes.join()) sum = (sum * 31 + character.charCodeAt(0)) % 1_679_616
  return sum.toString(36)
}

type Places = { bank: string; mtlsOrigin: string; publicOrigin: string; sandbox: boolean }
