import { type AnyColumn, sql } from 'drizzle-orm'
import { check, customType, timestamp } from 'drizzle-orm/pg-core'

declare const sealedMark: unique symbol
/** Bytes that only `lib/vault` makes and opens; the type keeps plain text out of a sealed column. */
export type Sealed = Buffer & { readonly [sealedMark]: true }

/** A personal value, sealed field by field (AES-256-GCM under the key of its customer or account). */
export const sealed = customType<{ data: Sealed; driverData: Buffer }>({ dataType: () => 'bytea' })

/** A hash, a keyed blind index, a public key: bytes that tell nothing by themselves. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** A point in time, UTC, to the microsecond. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date', precision: 6 })

/** A check that a text column holds one of the values of its set; the set lives once, in the schema file. */
export const oneOf = (name: string, column: AnyColumn, values: readonly string[]) =>
  check(name, sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`)
