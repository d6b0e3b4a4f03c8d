import type { FileHandle } from 'node:fs/promises'
import { LayoutFault } from './layout-fault'

/** What is read, and held in memory, at a time. */
const CHUNK_BYTES = 512 * 1_024
/** A record longer than this is no row: it is another file, or a quote that is never closed. */
const RECORD_BYTES_MAX = 1_024 * 1_024

/**
 * The records of a file from a byte on, each with its line end, in batches of about half a mebibyte; the last may lack its line
 * end. `quotes`: a line end inside of quotes belongs to its record. One character is one byte.
 */
export async function* readRecords({ file, from, quotes }: ReadRecords): AsyncGenerator<string[]> {
  const buffer = Buffer.alloc(CHUNK_BYTES)
  let position = from
  let rest = ''
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position)
    position += bytesRead
    const text = rest + buffer.toString('latin1', 0, bytesRead)
    const { records, left } = split(text, quotes)
    rest = left
    if (bytesRead === 0) {
      if (rest) records.push(rest)
      if (records.length > 0) yield records
      return
    }
    if (rest.length > RECORD_BYTES_MAX)
      throw new LayoutFault(`a record is longer than ${RECORD_BYTES_MAX} bytes: is a quote never closed?`)
    if (records.length > 0) yield records
  }
}

function split(text: string, quotes: boolean): { records: string[]; left: string } {
  const records: string[] = []
  let start = 0
  let searched = 0
  let open = false
  for (;;) {
    const end = text.indexOf('\n', searched)
    if (end === -1) return { records, left: text.slice(start) }
    if (quotes) open = hasOddQuotes(text.slice(searched, end)) !== open
    searched = end + 1
    if (open) continue
    records.push(text.slice(start, searched))
    start = searched
  }
}

/** An escaped quote is two, so that an odd number opens or closes. */
function hasOddQuotes(text: string): boolean {
  let odd = false
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd
  return odd
}

type ReadRecords = { file: FileHandle; from: number; quotes: boolean }
