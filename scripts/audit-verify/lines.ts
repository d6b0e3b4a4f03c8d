import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { isRecord } from './note.ts'

/** A leaf as the export has it; `row` is null where its row is not there any more. */
export type ExportedLeaf = { seq: number; entry: string; row: string | null }

/** What a witness wrote, one thing at a time. */
export type Witnessed = { entry: string } | { checkpoint: string }

/** The leaves of `trail.jsonl`, in the order of the file. */
export async function* leavesOf(file: string): AsyncGenerator<ExportedLeaf> {
  for await (const { seq, entry, row } of recordsOf(file)) {
    if (typeof seq !== 'number' || typeof entry !== 'string') throw new Error(`${file} holds no leaves`)
    yield { seq, entry, row: typeof row === 'string' ? row : null }
  }
}

/** One named text of each line: a row that has no leaf, or a checkpoint. */
export async function* textsOf(file: string, name: string): AsyncGenerator<string> {
  for await (const { [name]: text } of recordsOf(file)) if (typeof text === 'string') yield text
}

/**
 * The entries and checkpoints of a witness's file. A line that a crash tore says nothing; a stretch that is not where the one
 * before ended means that the file is not whole, and with that nothing can be said.
 */
export async function* witnessedOf(file: string): AsyncGenerator<Witnessed> {
  let count = 0
  for await (const line of recordsOf(file)) {
    if (typeof line.checkpoint === 'string') yield { checkpoint: line.checkpoint }
    if (!Array.isArray(line.entries)) continue
    if (line.first !== count) throw new Error(`${file} is not whole: entry ${count} is missing`)
    for (const entry of line.entries) yield { entry: String(entry) }
    count += line.entries.length
  }
}

async function* recordsOf(file: string): AsyncGenerator<Record<string, unknown>> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const record = parse(line)
    if (isRecord(record)) yield record
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** Something to read with a look ahead of a bounded length. */
export class Ahead<T> {
  private readonly source: AsyncIterator<T>
  private readonly held: T[] = []

  constructor(source: AsyncGenerator<T>) {
    this.source = source[Symbol.asyncIterator]()
  }

  async next(): Promise<T | null> {
    const [first = null] = await this.peek(1)
    this.held.shift()
    return first
  }

  async peek(most: number): Promise<readonly T[]> {
    while (this.held.length < most) {
      const { done, value } = await this.source.next()
      if (done) break
      this.held.push(value)
    }
    return this.held.slice(0, most)
  }
}
