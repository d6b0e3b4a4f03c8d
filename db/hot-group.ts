import { type Connection, type QueryResultRow, type Submittable, types } from 'pg'

/**
 * Statements that go to PostgreSQL in one message and, because only the last is followed by a Sync, are one transaction
 * there (PostgreSQL, "Pipelining" of the extended query protocol). All results are given when it has committed, or the
 * first error when it was rolled back. A statement is prepared on its first run, which must be by itself: `known` then
 * keeps its columns, and no later run asks for them again.
 */
export class HotGroup implements Submittable {
  private readonly results: QueryResultRow[][]
  private at = 0
  private columns: Columns | undefined

  constructor(
    private readonly statements: readonly HotStatement[],
    private readonly known: Map<string, Columns>,
    private readonly settle: Settle,
  ) {
    this.results = statements.map(() => [])
  }

  submit(connection: Connection): void {
    connection.stream.cork()
    for (const { name, text, values } of this.statements) {
      const first = !this.known.has(name)
      if (first) {
        // An earlier first run that failed may have left it behind.
        connection.close({ type: 'S', name }, true)
        connection.parse({ name, text, types: [] }, true)
      }
      connection.bind({ statement: name, values: values.map(toWire) }, true)
      if (first) connection.describe({ type: 'P', name: '' }, true)
      connection.execute(null, true)
    }
    connection.sync()
    connection.stream.uncork()
    // Not sooner: the run before this one may have been the first.
    this.columns = this.columnsNow()
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.columns = fields.map(({ name, dataTypeID }) => ({ name, parse: types.getTypeParser(dataTypeID) }))
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const row: QueryResultRow = {}
    for (const [index, { name, parse }] of (this.columns ?? []).entries()) {
      const value = fields[index] ?? null
      row[name] = value === null ? null : parse(value)
    }
    this.results[this.at]?.push(row)
  }

  handleCommandComplete(): void {
    const { name } = this.statements[this.at] ?? { name: '' }
    if (!this.known.has(name)) this.known.set(name, this.columns ?? [])
    this.at += 1
    this.columns = this.columnsNow()
  }

  handleReadyForQuery(): void {
    this.settle.resolve(this.results)
  }

  handleError(cause: unknown): void {
    this.settle.reject(cause)
  }

  private columnsNow(): Columns | undefined {
    return this.known.get(this.statements[this.at]?.name ?? '')
  }
}

/** A value as PostgreSQL reads it in text form; bytes go as they are. */
function toWire(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (Buffer.isBuffer(value) || typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return `{${value.map(toElement).join(',')}}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function toElement(value: unknown): string {
  const wire = toWire(value)
  if (wire === null) return 'NULL'
  const text = Buffer.isBuffer(wire) ? `\\x${wire.toString('hex')}` : wire
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

/** `order`: in which order those of a group take their locks, where they take any that others may hold. */
export type HotStatement = { name: string; text: string; values: readonly unknown[]; order?: string }
export type Columns = readonly { name: string; parse: (value: string) => unknown }[]
type Settle = { resolve: (results: QueryResultRow[][]) => void; reject: (cause: unknown) => void }
