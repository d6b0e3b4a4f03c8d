import 'server-only'
import type { Counts } from './checkpoint'
import { leavesUnprotected, type Standing } from './disclosure-rule'
import { findStandings } from './find-standings'
import type { Job } from './job-file'
import { LayoutFault } from './layout-fault'
import type { Rewriter, Row } from './rewrite-record'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * A batch of records through the rule: those of customers who allow it come back unprotected, all others byte for byte as they
 * were. Adds to `counts`. Throws `LayoutFault` with the line, and then nothing of the batch may leave.
 */
export async function releaseBatch({
  job,
  rewriter,
  records,
  line,
  counts,
  tppId,
}: ReleaseBatch): Promise<Released> {
  const rows: { row: Row; line: number }[] = []
  let at = line
  for (const record of records) {
    rows.push({ row: onLine(at, () => rewriter.read(record)), line: at })
    at += linesOf(record)
  }
  const standingOf = await standingsOf(job, rows, tppId)
  let text = ''
  for (const { row, line: own } of rows) {
    const standing = onLine(own, () => standingOf(row.preference))
    counts.rows++
    if (leavesUnprotected(job.basis.kind, standing)) {
      counts.unprotected++
      text += rewriter.turn(row, 'unprotect')
    } else {
      // `allowed` leaves under either basis.
      if (standing !== 'allowed') counts.leftProtected[standing]++
      text += row.record
    }
  }
  return { text, line: at }
}

/** Physical lines: a quoted field may hold some of its own. */
export function linesOf(record: string): number {
  let lines = 0
  for (let at = record.indexOf('\n'); at !== -1; at = record.indexOf('\n', at + 1)) lines++
  return lines
}

/** Runs something of one line; its fault then says which. */
export function onLine<T>(line: number, run: () => T): T {
  try {
    return run()
  } catch (thrown) {
    throw thrown instanceof LayoutFault ? thrown.at(line) : thrown
  }
}

async function standingsOf(
  { preference }: Job,
  rows: readonly { row: Row; line: number }[],
  tppId: string,
): Promise<(text: string) => Standing> {
  if (preference.from === 'row')
    return (text) => {
      if (text === preference.yes) return 'allowed'
      if (text === preference.no) return 'refused'
      if (text === '') return 'silent'
      throw new LayoutFault(`${preference.field} is neither ${preference.yes} nor ${preference.no} nor empty`)
    }
  for (const { row, line } of rows)
    if (!UUID.test(row.preference))
      throw new LayoutFault(`${preference.customer} is no customer id (a UUID in small letters)`, line)
  const found = await findStandings(
    rows.map(({ row }) => row.preference),
    tppId,
  )
  return (text) => found.get(text) ?? 'unknown'
}

type ReleaseBatch = {
  job: Job
  rewriter: Rewriter
  records: readonly string[]
  /** Of the first record. */
  line: number
  counts: Counts
  tppId: string
}
/** `line`: the one after the batch. */
type Released = { text: string; line: number }
