import { DATA_CLASSES } from './disclosure-rule'
import { fieldsOf, type Job } from './job-file'
import { adapterOf, type Place } from './layout'
import { LayoutFault } from './layout-fault'
import { type Tokenizer, tokenizer } from './tokenize'

/**
 * What a job does to one record. `read` checks it against the layout and tells whose it is; `turn` gives it with its protected
 * fields opened or made, and every other byte as it was. Both throw `LayoutFault`.
 */
export function rewriterOf(job: Job, key: Uint8Array): Rewriter {
  const names = fieldsOf(job)
  const adapter = adapterOf(job.layout, names)
  const fields = Object.entries(job.protected).map(([name, field]) => ({
    name,
    ...field,
    tweakAt: field.tweakBy === undefined ? null : names.indexOf(field.tweakBy),
    cipher: tokenizer({ key, ...field }),
  }))
  const own = names.indexOf(job.preference.from === 'row' ? job.preference.field : job.preference.customer)
  return {
    quotes: adapter.quotes,
    header: adapter.header && ((record) => adapter.header?.(record.slice(0, endOf(record)))),
    read(record) {
      const places = adapter.places(record.slice(0, endOf(record)))
      fields.forEach(({ name, cipher, width }, at) => {
        if (!cipher.fits(textAt(record, places[at])))
          throw new LayoutFault(`${name} is not ${width} characters of its alphabet`)
      })
      return { record, places, preference: textAt(record, places[own]) }
    },
    turn({ record, places }, direction) {
      const turned = fields.flatMap(({ name, class: dataClass, cipher, tweakAt }, at) => {
        const place = places[at]
        // A class that no file may carry stays a token whatever the customer says.
        if (!place || (direction === 'unprotect' && !DATA_CLASSES[dataClass].inFiles)) return []
        const tweak = tweakAt === null ? name : `${name}\0${textAt(record, places[tweakAt])}`
        return { place, text: turnedBy(cipher, direction)(textAt(record, place), tweak) }
      })
      let out = ''
      let from = 0
      for (const { place, text } of turned.sort((a, b) => a.place.start - b.place.start)) {
        out += record.slice(from, place.start) + text
        from = place.end
      }
      return out + record.slice(from)
    },
  }
}

const turnedBy = (cipher: Tokenizer, direction: Direction) => cipher[direction]

const textAt = (record: string, place: Place | undefined) =>
  place ? record.slice(place.start, place.end) : ''

/** Where a record ends before its line end, which is LF or CRLF, and stays what it is. */
function endOf(record: string): number {
  if (!record.endsWith('\n')) return record.length
  return record.endsWith('\r\n') ? record.length - 2 : record.length - 1
}

export type Direction = 'protect' | 'unprotect'
/** `preference`: the row's own marker, or its customer. */
export type Row = { record: string; places: Place[]; preference: string }
export type Rewriter = {
  quotes: boolean
  header: ((record: string) => void) | null
  read: (record: string) => Row
  turn: (row: Row, direction: Direction) => string
}
