import type { ZodType } from 'zod'
import { Refusal } from '@/lib/errors'
import { faultOf } from './fault-of'

/** A boolean on this wire is one of two words; `1`, `TRUE` and an empty value are faults. */
export const FLAG = ['true', 'false'] as const

/** The query by its schema. A parameter that is unknown, or sent twice, is a `format_error` that names it. */
export function readQuery<Query>(search: string, schema: ZodType<Query>): Query {
  const given: Record<string, string> = {}
  if (search !== '')
    for (const [name, value] of new URLSearchParams(search)) {
      if (Object.hasOwn(given, name))
        throw new Refusal('format_error', { path: shown(name), text: 'Send each query parameter once.' })
      // Not by assignment: `__proto__` must become a parameter like any other, and be refused as unknown.
      Object.defineProperty(given, name, { value, enumerable: true })
    }
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw faultOf(parsed.error, 'query parameter')
}

/** A stranger's word in an answer is short and printable. */
export const shown = (name: string) => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 70)
