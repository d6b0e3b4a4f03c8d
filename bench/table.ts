import { GOALS, type GoalId, type Verdict } from './goals'
import type { Ratio, Shot } from './rounds'

const COLUMNS = ['goal', 'ours', 'limit', 'control', 'ratio to limit', 'ratio to control', 'must', 'verdict']

/** One line per goal; those that nothing measures yet say so. */
export function renderTable(results: ReadonlyMap<GoalId, Result>): string {
  const lines = GOALS.map((goal) => {
    const { ours, limit, control, toLimit, toControl, verdict } = results.get(goal.id) ?? NOT_YET
    const must = goal.id === 'P8' ? `≤ ${goal.must} kB` : `≤ ${goal.must}×`
    const cells = [ours, limit, control].map((cost) => (cost === null ? '–' : show(cost)))
    return [goal.id, ...cells, ratio(toLimit), ratio(toControl), must, verdict]
  })
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => (line[column] ?? '').length)),
  )
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [row(COLUMNS), rule, ...lines.map(row)].join('\n')
}

function show(cost: Shot | number): string {
  if (typeof cost === 'number') return `${cost.toFixed(2)} kB`
  const parts = cost.database > 0 ? ` (${Math.round(cost.app)}+${Math.round(cost.database)})` : ''
  return `${Math.round(cost.total)} µs${parts}`
}

function ratio(figure: Ratio | null): string {
  if (!figure) return '–'
  const { median, min, max, rounds } = figure
  return `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)}, ${rounds} rounds)`
}

const NOT_YET: Result = {
  ours: null,
  limit: null,
  control: null,
  toLimit: null,
  toControl: null,
  verdict: 'not yet',
  notes: [],
}

/** Costs are CPU per request (app+database), or kB where a goal counts bytes. */
export type Result = {
  ours: Shot | number | null
  limit: Shot | number | null
  control: Shot | number | null
  toLimit: Ratio | null
  toControl: Ratio | null
  verdict: Verdict
  notes: readonly string[]
}
