import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Ahead, type ExportedLeaf, leavesOf, textsOf, type Witnessed, witnessedOf } from './lines.ts'
import { GrowingTree } from './merkle.ts'
import { type Finding, finding, hashOfRow, nameDifference, timeOf } from './name-difference.ts'
import { type Checkpoint, readCheckpoint, type VerifierKey } from './note.ts'

/** How far a row is looked for that is not where it was. */
const LOOK_AHEAD = 2_000
const MINUTE_MILLIS = 60_000
const YEAR_MILLIS = 366 * 24 * 60 * MINUTE_MILLIS

/**
 * Compares an export with what a witness wrote down, leaf by leaf, and names the first row that is not as it was; null where
 * all is. Only the witness is believed: whoever holds the database and the signing key can make everything else agree. Reads
 * each file once, in constant memory.
 */
export async function judgeExport(input: JudgeExport): Promise<Judgement> {
  const { folder, witness, keys, lateMinutes, keptYears } = input
  const leaves = new Ahead(leavesOf(join(folder, 'trail.jsonl')))
  const seen = new Ahead(witnessedOf(witness))
  const own = new Ahead(textsOf(join(folder, 'checkpoints.jsonl'), 'checkpoint'))
  const tree = new GrowingTree()
  let [last, missing, witnessedSize]: [Checkpoint | null, Finding | null, number] = [null, null, 0]
  let unsigned: { place: number; entry: string } | null = null
  const end = (found: Finding | null): Judgement => ({
    found,
    rows: tree.size,
    witnessed: witnessedSize,
    last,
  })
  const isLate = (entry: string) =>
    last !== null && Date.parse(timeOf(entry)) < Date.parse(last.at) - lateMinutes * MINUTE_MILLIS

  for (;;) {
    const [next] = await seen.peek(1)
    if (next && 'checkpoint' in next) {
      await seen.next()
      const checkpoint = readCheckpoint(next.checkpoint, keys)
      const wrong = faultOf(next.checkpoint, checkpoint, tree, 'the witness')
      if (wrong) return end(wrong)
      last = checkpoint
      // A month that is over for five years is dropped, by the witness's time: no row can be made to look that old.
      if (missing && !isOlder(checkpoint, keptYears)) return end(missing)
      missing = null
      continue
    }
    const [leaf] = await leaves.peek(1)
    if (!next && !leaf) break
    if (next && leaf?.entry !== next.entry)
      return end(
        nameDifference({
          place: tree.size,
          exported: await leaves.peek(LOOK_AHEAD),
          witnessed: (await seen.peek(LOOK_AHEAD)).flatMap(entryOf),
        }),
      )
    await Promise.all([leaves.next(), seen.next()])
    if (!leaf) break
    const altered = rowFault(leaf, tree.size)
    if (altered?.what === 'REMOVED' && next) missing ??= altered
    else if (altered) return end(altered)
    if (isLate(leaf.entry))
      return end(finding('INSERTED', tree.size, leaf.entry, `It came after the checkpoint of ${last?.at}.`))
    unsigned ??= { place: tree.size, entry: leaf.entry }
    tree.add(leaf.entry)
    if (next) witnessedSize = tree.size
    const signed = await ownCheckpoint(own, tree)
    if (signed === undefined) continue
    const fault = faultOf(signed, readCheckpoint(signed, keys), tree, 'the export')
    if (fault) return end(fault)
    unsigned = null
  }
  if (missing) return end(missing)
  for await (const row of textsOf(join(folder, 'outside.jsonl'), 'row')) {
    const entry = entryOfRow(row)
    if (isLate(entry)) return end(finding('INSERTED', null, entry, 'No checkpoint covers it.'))
  }
  // An export is of one moment, and no leaf is ever there without the checkpoint that came with it.
  if (unsigned)
    return end(
      finding('NOT SIGNED', unsigned.place, unsigned.entry, 'No checkpoint of the export covers it.'),
    )
  const [beyond] = await own.peek(1)
  if (beyond)
    return end(
      finding(
        'ROLLED BACK',
        tree.size,
        '',
        `The bank signed a tree larger than the ${tree.size} rows of its export.`,
      ),
    )
  return end(null)
}

const entryOf = (line: Witnessed) => ('entry' in line ? [line.entry] : [])

/** The row must be there, and be the one that its leaf is the hash of. */
function rowFault({ seq, entry, row }: ExportedLeaf, place: number): Finding | null {
  if (seq !== place) return finding('REMOVED', place, '', `The export goes on with place ${seq}.`)
  if (row === null) return finding('REMOVED', place, entry, 'Its leaf is there and the row is not.')
  const hash = createHash('sha256').update(row).digest('hex')
  if (hash === hashOfRow(entry) && entryOfRow(row) === entry) return null
  return finding('ALTERED', place, entry, 'Its text is not the one that its leaf is the hash of.')
}

/** The entry that a row would have, from what its text says of itself. */
function entryOfRow(row: string): string {
  const { form, id, at } = JSON.parse(row)
  return `${form} ${id} ${at} ${createHash('sha256').update(row).digest('hex')}`
}

/** What the bank itself signed at this size, if it did: it must agree with its own rows. */
async function ownCheckpoint(own: Ahead<string>, tree: GrowingTree): Promise<string | undefined> {
  const [note] = await own.peek(1)
  if (note === undefined || Number(note.split('\n')[1]) !== tree.size) return undefined
  await own.next()
  return note
}

function faultOf(
  note: string,
  checkpoint: Checkpoint | null,
  tree: GrowingTree,
  whose: string,
): Finding | null {
  const what = `A checkpoint of ${whose}, ${note.split('\n')[1]} leaves`
  if (!checkpoint) return finding('NOT SIGNED', tree.size, '', `${what}: none of the keys has signed it.`)
  if (checkpoint.size === tree.size && checkpoint.root.equals(tree.root())) return null
  return finding('NOT ITS ROOT', tree.size, '', `${what}: its root is not that of these rows.`)
}

const isOlder = (checkpoint: Checkpoint | null, years: number) =>
  checkpoint !== null && Date.parse(checkpoint.at) < Date.now() - years * YEAR_MILLIS

export const describe = ({ what, place, row, at, why }: Finding): string =>
  `${what}: ${place === null ? 'row' : `place ${place}`}${row.trim() ? `, ${row}` : ''}${at ? ` of ${at}` : ''}. ${why}`

type JudgeExport = {
  folder: string
  witness: string
  keys: readonly VerifierKey[]
  /** How much later than its own time a row may come into the tree: as long as a transaction may last. */
  lateMinutes: number
  keptYears: number
}

/** `witnessed`: how many of the rows the witness has; `last`: its newest checkpoint. */
export type Judgement = {
  found: Finding | null
  rows: number
  witnessed: number
  last: Checkpoint | null
}
