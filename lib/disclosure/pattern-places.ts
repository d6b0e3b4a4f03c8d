import type { Place } from './layout'
import { LayoutFault } from './layout-fault'

/**
 * Where the named groups of a pattern stand in one line; the pattern matches the whole line. Throws `LayoutFault` where it does
 * not, or where a group took no part.
 */
export function patternPlaces(record: string, { pattern, names }: Fields): Place[] {
  const groups = pattern.exec(record)?.indices?.groups
  if (!groups) throw new LayoutFault('the pattern of the job does not match')
  return names.map((name) => {
    const [start, end] = groups[name] ?? []
    if (start === undefined || end === undefined) throw new LayoutFault(`the pattern found no ${name}`)
    return { start, end }
  })
}

/** With the flag `d`; compiled once for a job. */
type Fields = { pattern: RegExp; names: readonly string[] }
