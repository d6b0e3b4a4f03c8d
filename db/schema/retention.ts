import type { Table } from 'drizzle-orm'

/**
 * Why a group of columns is kept: whose data it is, for what, how long, on what ground. `docs/retention.md`
 * is generated from these, and a test refuses a column that stands in no group or in two.
 */
export const retain = <T extends Table>(
  table: T,
  ...keepings: Keeping<keyof T['_']['columns'] & string>[]
): Retention => ({
  table,
  keepings,
})

export type Retention = { table: Table; keepings: readonly Keeping<string>[] }

export type Keeping<Column extends string> = {
  whose: 'customer' | 'third party' | 'bank' | 'nobody'
  columns: readonly Column[]
  personal: boolean
  purpose: string
  period: string
  basis: string
}
