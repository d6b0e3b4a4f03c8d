import type { JsonSchema, JsonSchemas } from './openapi-schema'
import { contract } from './serve-openapi'

/** What the reference page shows of each operation of the published contract, by tag, in the order of the contract. */
export function describeOperations(): OperationGroup[] {
  const document = JSON.parse(contract()) as Contract
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => describe(document, path, method, operation)),
  )
  return document.tags.map(({ name, description }) => ({
    name,
    description,
    operations: all.filter(({ tag }) => tag === name),
  }))
}

/** One operation by its id, or null. */
export function describeOperation(operationId: string): OperationView | null {
  return (
    describeOperations()
      .flatMap(({ operations }) => operations)
      .find(({ id }) => id === operationId) ?? null
  )
}

function describe(
  { components }: Contract,
  path: string,
  method: string,
  operation: Operation,
): OperationView {
  const parameters = operation.parameters.map((one) =>
    '$ref' in one ? components.parameters[lastOf(one.$ref)] : one,
  )
  const responses = Object.entries(operation.responses).map(([status, one]) => ({
    status: Number(status),
    ...('$ref' in one ? components.responses[lastOf(one.$ref)] : one),
  }))
  const json = operation.requestBody?.content['application/json']
  return {
    id: operation.operationId,
    tag: operation.tags[0] ?? '',
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: operation.description,
    needsToken: operation.security.some((way) => 'oauth2' in way),
    parameters: parameters
      .filter((one) => one !== undefined)
      .map(({ schema, ...one }) => ({
        ...one,
        form: formOf(schema, components.schemas),
        values: schema.enum?.map(String) ?? null,
      })),
    byHttp: byHttpOf(operation, responses),
    body: json ? { example: toText(json.example), schema: toText(json.schema) } : null,
    answers: responses
      .filter(({ status }) => status < 300)
      .map(({ status, content }) => {
        const answer = content?.['application/json']
        return {
          status,
          example: answer ? toText(answer.example) : null,
          schema: answer ? toText(answer.schema) : null,
        }
      }),
    errors: responses
      .filter(({ status }) => status >= 300)
      .map(({ status, description = '' }) => {
        const [what = '', codes = ''] = description.split(': ')
        return { status, what, codes: codes.split(', ').filter(Boolean) }
      }),
  }
}

/** Headers that OpenAPI says by other means than parameters, and that a request needs all the same. */
function byHttpOf({ security, requestBody }: Operation, responses: Response[]): OperationView['byHttp'] {
  const types = [...new Set(responses.flatMap(({ content }) => Object.keys(content ?? {})))]
  const token = security.some((way) => 'oauth2' in way)
  const rows = [
    token && {
      name: 'Authorization',
      form: 'Bearer or DPoP, and the token',
      description:
        'The access token of the consent. None where it was allowed by plain redirect: the certificate is enough.',
    },
    {
      name: 'Accept',
      form: types.join(', '),
      description: types.includes('application/xml')
        ? '`application/xml` gives the booked entries as camt.053.001.08. Without it: JSON.'
        : 'Without it: JSON.',
    },
    requestBody && { name: 'Content-Type', form: 'application/json', description: 'In UTF-8.' },
  ]
  return rows.filter((row) => typeof row === 'object')
}

const lastOf = (reference: string) => reference.split('/').at(-1) ?? ''
const toText = (value: unknown) => JSON.stringify(value, null, 2)

/** How a value looks, in words. */
function formOf({ $ref, enum: values, format, type, maxLength }: JsonSchema, parts: JsonSchemas): string {
  if ($ref !== undefined) return formOf(parts[lastOf($ref)] ?? {}, parts)
  if (values) return values.join(', ')
  const most = maxLength === undefined ? '' : `, at most ${maxLength}`
  return format ?? `${type ?? 'text'}${most}`
}

type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description: string
  schema: JsonSchema
}
type Media = { schema: JsonSchema; example?: unknown }
type Response = { description?: string; content?: Record<string, Media> }
type Operation = {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security: object[]
  parameters: (Parameter | { $ref: string })[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Response | { $ref: string }>
}
type Contract = {
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    parameters: Record<string, Parameter>
    responses: Record<string, Response>
    schemas: JsonSchemas
  }
}

export type OperationGroup = { name: string; description: string; operations: OperationView[] }
export type OperationView = {
  id: string
  tag: string
  method: string
  path: string
  summary: string
  description: string
  needsToken: boolean
  parameters: ParameterView[]
  /** Headers that stand in no list of parameters: token and media types. */
  byHttp: { name: string; form: string; description: string }[]
  body: { example: string; schema: string } | null
  answers: { status: number; example: string | null; schema: string | null }[]
  errors: { status: number; what: string; codes: string[] }[]
}
export type ParameterView = Omit<Parameter, 'schema'> & { form: string; values: string[] | null }
