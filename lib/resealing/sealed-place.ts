import 'server-only'

/**
 * A place in the main database where sealed values lie, walked in the order of its keys: a row that changes meanwhile keeps its
 * place, so no walk passes it over.
 */
export type SealedPlace = {
  name: string
  /** Its rows are never changed: what lies there is counted, and not sealed anew. */
  standing: boolean
  /** Which versions sealed the next values behind `after`; fewer than `atOnce` are the last ones. */
  look: (after: RowKey | null, atOnce: number) => Promise<Seal[]>
  /** These values as they are now; those that are gone are left out. */
  take: (keys: readonly RowKey[]) => Promise<SealedValue[]>
  /** Puts `next` in the place of `value`, if that is still what lies there. */
  swap: (value: SealedValue, next: Buffer) => Promise<boolean>
}

/** The primary key as the database writes it, part by part. */
export type RowKey = readonly string[]
/** `version`: the id of a version; null where the bytes are no sealed value. */
export type Seal = { key: RowKey; version: string | null }
export type SealedValue = { key: RowKey; field: string; sealed: Buffer }

/** The id that stands at the head of a sealed value, from its first 16 bytes in hexadecimal. */
export function versionOf(head: string): string | null {
  return head.length === 32 ? head.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : null
}
