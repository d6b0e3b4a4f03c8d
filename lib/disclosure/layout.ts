import { csvPlaces } from './csv-places'
import type { Layout } from './job-file'
import { jsonPlaces } from './json-places'
import { LayoutFault } from './layout-fault'
import { patternPlaces } from './pattern-places'

/**
 * The adapter of a layout: how its records end, what its first record must be, and where fields stand in one. Built for CSV,
 * fixed fields by a regular expression and JSON lines. Texts are the file's bytes, one character each (latin1), so that
 * whatever is not touched leaves byte for byte.
 */
export function adapterOf(layout: Layout, names: readonly string[]): Adapter {
  if (layout.format === 'csv') return ofCsv(layout, names)
  if (layout.format === 'pattern') {
    const pattern = new RegExp(`^(?:${layout.pattern})$`, 'd')
    return { quotes: false, header: null, places: (record) => patternPlaces(record, { pattern, names }) }
  }
  return { quotes: false, header: null, places: (record) => jsonPlaces(record, names) }
}

function ofCsv(
  { delimiter, columns, header }: Extract<Layout, { format: 'csv' }>,
  names: readonly string[],
): Adapter {
  const shape = { delimiter, columns: columns.length }
  const wanted = names.map((name) => columns.indexOf(name))
  const places = (record: string) => {
    const all = csvPlaces(record, shape)
    return wanted.flatMap((column) => all[column] ?? [])
  }
  const checkHeader = (record: string) => {
    const found = csvPlaces(record, shape).map(({ start, end }) => record.slice(start, end))
    const other = columns.findIndex((column, at) => found[at] !== column)
    if (other !== -1) throw new LayoutFault(`column ${other + 1} of the header is not ${columns[other]}`)
  }
  return { quotes: true, header: header ? checkHeader : null, places }
}

/** Characters from `start` up to, and without, `end`. */
export type Place = { start: number; end: number }

/** `quotes`: a line end inside of quotes ends no record. `header` throws where the first record is another than the job's. */
export type Adapter = {
  quotes: boolean
  header: ((record: string) => void) | null
  /** One for each name, in their order. Throws `LayoutFault`. */
  places: (record: string) => Place[]
}
