import { createHash } from 'node:crypto'

/** The id under which a record is kept: the provider's own id is the bearer value itself, and a table must not hold it. */
export function recordId(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}
