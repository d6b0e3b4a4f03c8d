import type { Place } from './layout'
import { LayoutFault } from './layout-fault'

/**
 * Where the columns of one CSV record stand (RFC 4180), each without its quotes. Places and not values, because a row is changed
 * where its tokens stand and nowhere else. Throws `LayoutFault` where the record is not RFC 4180 or has another number of columns.
 */
export function csvPlaces(
  record: string,
  { delimiter, columns }: { delimiter: string; columns: number },
): Place[] {
  const places: Place[] = []
  let at = 0
  for (;;) {
    const place = record[at] === '"' ? quotedPlace(record, at) : barePlace(record, at, delimiter)
    places.push(place)
    const next = record[at] === '"' ? place.end + 1 : place.end
    if (next === record.length) break
    if (record[next] !== delimiter)
      throw new LayoutFault('something stands between a closing quote and the delimiter')
    at = next + 1
  }
  if (places.length !== columns)
    throw new LayoutFault(`${places.length} columns where the job has ${columns}`)
  return places
}

function quotedPlace(record: string, from: number): Place {
  for (let at = from + 1; ; at += 2) {
    at = record.indexOf('"', at)
    if (at === -1) throw new LayoutFault('a quote is never closed')
    if (record[at + 1] !== '"') return { start: from + 1, end: at }
  }
}

function barePlace(record: string, from: number, delimiter: string): Place {
  const next = record.indexOf(delimiter, from)
  const end = next === -1 ? record.length : next
  const quote = record.indexOf('"', from)
  if (quote !== -1 && quote < end)
    throw new LayoutFault('a quote stands inside of a column that does not begin with one')
  return { start: from, end }
}
