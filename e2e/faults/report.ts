/** What became of one fault: how often it was tried, how often all went on as it must, and what was counted meanwhile. */
export type Faults = { tried: number; survived: number; seen: string }
/** `broken`: how many invariants the checkers found broken after it. */
export type Row = { fault: string; seconds: number; broken: number } & Faults

/** The table that the program prints and docs/reliability.md quotes. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ fault, tried, survived, broken, seconds, seen }) => [
    fault,
    ...[tried, survived, tried - survived, broken, Math.round(seconds)].map(String),
    seen,
  ])
  const head = ['Fault', 'Tried', 'Survived', 'Lost', 'Broken', 'Seconds', 'Seen']
  const rule = head.map(() => '---')
  return [head, rule, ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** How often each came up, the most frequent first: `21 × 200, 4 × already_decided`. */
export function tally(outcomes: readonly (string | number | null | undefined)[]): string {
  const counted = [...Map.groupBy(outcomes, (outcome) => String(outcome ?? 'no answer'))]
  return counted
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([outcome, times]) => `${times.length} × ${outcome}`)
    .join(', ')
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
