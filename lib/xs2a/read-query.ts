import type { ZodType } from 'zod'
import { allOf, type Fault } from '@/lib/errors'
import { faultOf, refusalOf } from './fault-of'

/** A boolean on this wire is one of two words; `1`, `TRUE` and an empty value are faults. */
export const FLAG = ['true', 'false'] as const

/** The query by its schema. Each parameter that is unknown, or sent twice, is a `format_error` that names it. */
export function readQuery<Query>(search: string, schema: ZodType<Query>): Query {
  const given: Record<string, string> = {}
  const twice = new Set<string>()
  if (search !== '')
    for (const [name, value] of new URLSearchParams(search)) {
      if (Object.hasOwn(given, name)) twice.add(shown(name))
      // Not by assignment: `__proto__` must become a parameter like any other, and be refused as unknown.
      else Object.defineProperty(given, name, { value, enumerable: true })
    }
  const parsed = schema.safeParse(given)
  if (parsed.success && twice.size === 0) return parsed.data
  const repeated = [...twice].map((path): Fault => ({ code: 'format_error', path, text: ONCE }))
  const others = parsed.success ? [] : allOf(faultOf(parsed.error, 'query parameter'))
  throw refusalOf([...repeated, ...others.filter(({ path }) => !twice.has(path ?? ''))])
}

const ONCE = 'Send each query parameter once.'

/** A stranger's word in an answer is short and printable. */
export const shown = (name: string) => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 70)
