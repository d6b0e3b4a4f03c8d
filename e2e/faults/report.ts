/** What became of one fault: how often it was tried, how often all went on as it must, and what there is to say of it. */
export type Faults = { tried: number; survived: number; notes: string }

/** The table that the program prints and docs/reliability.md quotes. */
export function tableOf(rows: readonly ({ fault: string; seconds: number } & Faults)[]): string {
  const cells = rows.map(({ fault, tried, survived, notes, seconds }) => [
    fault,
    String(tried),
    String(survived),
    String(tried - survived),
    seconds.toFixed(0),
    notes,
  ])
  const all = [['Fault', 'Tried', 'Survived', 'Lost', 'Seconds', 'Notes'], ...cells]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  const [head = [], ...body] = all
  return [line(head), rule, ...body.map(line)].join('\n')
}

/** A repeatable course of chance (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
