import type { ZodType } from 'zod'
import { Refusal } from '@/lib/errors'
import type { Xs2aCall } from './call'
import { faultOf } from './fault-of'
import { jsonFault } from './json-fault'
import { DoorRefusal } from './tpp-messages'

/** No request of this interface is near it. */
export const BODY_BYTES_MAX = 65_536
const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i

/**
 * The JSON body by its schema. Refuses another content type (415), more than 64 KiB (413), bytes that are no UTF-8,
 * half a character, deep nesting, a member that is there twice, and any field the schema does not know.
 */
export async function readBody<Body>(call: Xs2aCall, schema: ZodType<Body>): Promise<Body> {
  const encoded = call.header('content-encoding')
  if (!JSON_TYPE.test(call.header('content-type') ?? '') || (encoded ?? 'identity') !== 'identity')
    throw new DoorRefusal('content_type')
  const bytes = await call.readBody(BODY_BYTES_MAX)
  if (bytes === null) throw new DoorRefusal('body_too_large')
  const parsed = schema.safeParse(parseJson(bytes))
  if (parsed.success) return parsed.data
  throw faultOf(parsed.error, 'field')
}

function parseJson(bytes: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Refusal('format_error', { text: 'The body is not UTF-8.', cause })
  }
  const fault = jsonFault(text)
  if (fault) throw new Refusal('format_error', fault)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (cause) {
    throw new Refusal('format_error', { text: 'The body is not JSON.', cause })
  }
  if (isWellFormed(body)) return body
  throw new Refusal('format_error', {
    text: 'The body has half of a character (a lone surrogate, such as \\ud800).',
  })
}

/** An escape can make half of a character, which no database keeps and no address takes. Names count as well. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && isWellFormed(member))
}
