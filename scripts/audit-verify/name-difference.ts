import type { ExportedLeaf } from './lines.ts'

/** What became of a row, from the place where the export leaves what the witness saw. */
export function nameDifference({ place, exported, witnessed }: NameDifference): Finding {
  const [had = ''] = witnessed
  const [has] = exported
  const entries = exported.map(({ entry }) => entry)
  if (!has)
    return finding(
      'ROLLED BACK',
      place,
      had,
      'The export ends before it; the witness has it and what followed.',
    )
  const movedTo = entries.indexOf(had)
  const hasFrom = witnessed.indexOf(has.entry)
  if (movedTo > 0 && hasFrom > 0)
    return finding('REORDERED', place, had, `It stands at place ${place + movedTo} now.`)
  if (movedTo > 0) return finding('INSERTED', place, has.entry, 'The witness never saw it there.')
  if (hasFrom > 0) return finding('REMOVED', place, had, 'What followed it has moved up.')
  if (identityOf(had) === identityOf(has.entry))
    return finding('ALTERED', place, had, 'Its leaf was made anew and has another hash.')
  if (witnessed.slice(1).some((entry) => entries.includes(entry)))
    return finding('REPLACED', place, had, `In its place stands ${identityOf(has.entry)}.`)
  return finding(
    'FORKED',
    place,
    had,
    `From here on the export tells another history, beginning with ${identityOf(has.entry)}.`,
  )
}

export const finding = (what: What, place: number | null, entry: string, why: string): Finding => ({
  what,
  place,
  row: identityOf(entry),
  at: timeOf(entry),
  why,
})

/** Which row: `audit_events 0198…`. */
export const identityOf = (entry: string): string => {
  const [source = '', id = ''] = entry.split(' ')
  return `${source.split('/')[0]} ${id}`
}

/** When the row says it was written. */
export const timeOf = (entry: string): string => entry.split(' ')[2] ?? ''

/** The hash of the row's text. */
export const hashOfRow = (entry: string): string => entry.split(' ')[3] ?? ''

export type What =
  | 'ALTERED'
  | 'REMOVED'
  | 'INSERTED'
  | 'REORDERED'
  | 'REPLACED'
  | 'ROLLED BACK'
  | 'FORKED'
  | 'NOT SIGNED'
  | 'NOT ITS ROOT'

/** `place` counts the leaves from 0; a row without a leaf has none. */
export type Finding = { what: What; place: number | null; row: string; at: string; why: string }
type NameDifference = {
  place: number
  exported: readonly ExportedLeaf[]
  witnessed: readonly string[]
}
