import { type ZodType, z } from 'zod'
import { EXAMPLE_LINKS } from './openapi-examples'

/**
 * A Zod schema as JSON Schema 2020-12, as it stands in an OpenAPI 3.1 document: named parts move to
 * `#/components/schemas`, into `parts`. `io` input: what a caller sends, before any transform.
 */
export function toOpenApiSchema(schema: ZodType, io: 'input' | 'output', parts: JsonSchemas): JsonSchema {
  const {
    $schema: _,
    $defs,
    ...own
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => tidy(jsonSchema as JsonSchema),
  }) as JsonSchema & { $defs?: JsonSchemas }
  for (const [name, part] of Object.entries($defs ?? {})) parts[name] = relocated(withoutId(part))
  return relocated(own)
}

/** A value that fits the schema, made of its own examples: what the document shows as an answer. */
export function exampleOf(schema: JsonSchema, parts: JsonSchemas, name = ''): unknown {
  const { $ref, examples, const: fixed, enum: values, anyOf, type, format } = schema
  if (name === 'spent') return SPENT_AMOUNT
  if ($ref !== undefined) return exampleOf(parts[$ref.slice(PARTS.length)] ?? {}, parts, name)
  if (examples?.[0] !== undefined) return examples[0]
  if (fixed !== undefined) return fixed
  if (values?.[0] !== undefined) return values[0]
  if (anyOf?.[0]) return exampleOf(anyOf[0], parts, name)
  if (type === 'array') return schema.items ? [exampleOf(schema.items, parts, name)] : []
  if (type === 'object') {
    const properties = schema.properties ?? {}
    const shown = Object.entries(properties).filter(([key]) => !ABSENT[name]?.includes(key))
    // Of a card what was spent is positive.
    const spent = 'cardTransactionId' in properties ? {} : SPENT
    return Object.fromEntries(
      shown.map(([key, property]) => [
        key,
        (key === 'href' && EXAMPLE_LINKS[name]) || exampleOf(property, parts, spent[key] ?? key),
      ]),
    )
  }
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  return WORDS[name] ?? FORMATS[format ?? ''] ?? 'Text'.slice(0, schema.maxLength)
}

const FORMATS: Record<string, string> = {
  date: '2026-05-04',
  'date-time': '2026-05-04T09:30:00.000Z',
  uuid: '0196a3f2-7c1e-7b5a-9d3e-2f4c6a8b0d1e',
  uri: 'https://xs2a.bank.example/xs2a/v1/accounts',
}

/** What such an entry never has, by the list that it stands in. */
const ABSENT: Record<string, readonly string[]> = {
  pending: ['bookingDate'],
  information: ['entryReference', 'endToEndId', 'bookingDate', 'valueDate'],
}

/** The entries shown are what somebody spent: another example under the same name. */
const SPENT: Record<string, string> = { transactionAmount: 'spent' }
const SPENT_AMOUNT = { currency: 'DKK', amount: '-125.00' }

/** Where a pattern alone would tell nobody what such a value looks like. */
const WORDS: Record<string, string> = {
  maskedPan: '525412******3241',
  ownerName: 'Anna Jensen',
  name: 'Current account',
  displayName: 'Daily money',
  product: 'Current',
  creditorName: 'Grocer Ltd',
  debtorName: 'Anna Jensen',
  remittanceInformationUnstructured: 'Invoice 4711',
  bankTransactionCode: 'PMNT-ICDT-ESCT',
  entryReference: '0196a3f27c1e7b5a9d3e2f4c6a8b0d1e',
  endToEndId: 'E2E-4711',
  dayOfExecution: '15',
  restrictedTo: 'CACC',
  validUntil: '2099-12-31',
  endDate: '2099-12-31',
  requestedExecutionDate: '2099-12-31',
}

const PARTS = '#/components/schemas/'
const LENGTHS: Record<string, number> = { date: 10, uuid: 36, ipv4: 15, ipv6: 45 }

/** A format says more than the pattern that checks it; numbers and texts are bounded for whoever reads the document. */
function tidy(schema: JsonSchema): void {
  if (schema.format !== undefined) delete schema.pattern
  // Spelt out: not every reader of patterns knows the classes of Unicode.
  if (schema.pattern !== undefined)
    schema.pattern = schema.pattern.replaceAll('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f')
  const length = LENGTHS[schema.format ?? '']
  if (length !== undefined) schema.maxLength = length
  if (schema.type === 'integer') schema.format ??= 'int32'
  // What a schema only takes to refuse it in words of its own is no part of the contract.
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    if (Object.keys(property).length === 0) delete schema.properties?.[name]
}

const withoutId = ({ id: _, ...schema }: JsonSchema): JsonSchema => schema

/** References within one schema, as references within the document. */
function relocated(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', `"${PARTS}`)
  return JSON.parse(text) as JsonSchema
}

/** As much of JSON Schema as is read here; the rest passes through. */
export type JsonSchema = {
  $schema?: string
  $ref?: string
  id?: string
  type?: string
  format?: string
  pattern?: string
  description?: string
  examples?: unknown[]
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
  additionalProperties?: boolean
}
export type JsonSchemas = Record<string, JsonSchema>
