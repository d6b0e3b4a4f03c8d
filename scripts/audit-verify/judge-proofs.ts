import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { witnessedOf } from './lines.ts'
import { GrowingTree, hashOfLeaf, isIncluded } from './merkle.ts'
import { isRecord, readCheckpoint, type VerifierKey } from './note.ts'

/**
 * Judges the proofs of a case file that was unpacked into a folder, or of a receipt's signed file: that each row of the trail in it
 * says what its text says, and that the text stands in the tree of a checkpoint that one of the keys signed; with a witness's file
 * also that the witness has seen that very tree. Names the first row that does not hold. Who signed the file itself is for
 * `npm run case -- verify` and `npm run receipts -- verify`.
 */
export async function judgeProofs({ path, keys, witness }: JudgeProofs): Promise<ProofJudgement> {
  const { note, rows } = (await stat(path)).isDirectory() ? await rowsOfCase(path) : await rowOfReceipt(path)
  const fault = (row: string | null, why: string): ProofJudgement => ({
    fault: { row, why },
    rows: rows.length,
  })
  if (note === null) return fault(rows[0]?.name ?? null, 'No checkpoint covered it when the file was made.')
  const checkpoint = readCheckpoint(note, keys)
  if (!checkpoint) return fault(null, 'None of the keys has signed the checkpoint.')
  for (const { name, why, entry, place } of rows) {
    if (why) return fault(name, why)
    if (!place) return fault(name, 'No leaf of the trail has it as it is here.')
    const { leaf, treeSize, inclusion } = place
    if (leaf >= checkpoint.size) return fault(name, 'It is newer than the checkpoint.')
    if (treeSize !== checkpoint.size) return fault(name, 'Its proof is for a tree of another size.')
    const proof = inclusion.map((hash) => Buffer.from(hash, 'base64'))
    if (!isIncluded({ ...checkpoint, leaf: hashOfLeaf(entry), index: leaf, proof }))
      return fault(name, 'Its proof does not lead to the checkpoint.')
  }
  const witnessed = witness ? await rootAt(witness, checkpoint.size) : null
  if (witnessed && !witnessed.equals(checkpoint.root))
    return fault(null, 'The witness has seen another tree of this size.')
  return { fault: null, rows: rows.length, at: checkpoint.at, witnessed: witnessed !== null }
}

/** The files of a case that hold rows of the trail, and how their ids are called there. */
const PARTS = [
  ['events.json', 'audit_events', 'id'],
  ['accesses.json', 'access_log', 'callId'],
] as const

async function rowsOfCase(folder: string): Promise<Proofs> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, name), 'utf8'))
  const proofs = await read('proofs.json')
  if (!isRecord(proofs) || typeof proofs.checkpoint !== 'string' || !Array.isArray(proofs.rows))
    throw new Error('proofs.json holds no proofs')
  const given = proofs.rows.filter(isRecord).map(({ text, place }) => ({
    text: String(text),
    said: membersOf(String(text)),
    place: placeOf(place),
  }))
  const rows: Row[] = []
  for (const [part, table, idAt] of PARTS) {
    const listed = await read(part)
    for (const row of Array.isArray(listed) ? listed.filter(isRecord) : []) {
      const name = `${table} ${row[idAt]} of ${row.at}`
      const own = given.filter(
        ({ said }) =>
          said.form === `${table}/1` && said.id === row[idAt] && millis(said.at) === millis(row.at),
      )
      const found = own.find(({ said }) => differenceOf(said, row) === null) ?? own[0]
      if (!found) rows.push({ name, why: 'It has no proof.', entry: '', place: null })
      else {
        given.splice(given.indexOf(found), 1)
        const member = differenceOf(found.said, row)
        const why = member === null ? null : `Its ${member} is not what stands in the trail.`
        rows.push({ name, why, entry: entryOf(found.text), place: found.place })
      }
    }
  }
  const [left] = given
  if (left) rows.push({ name: entryOf(left.text), why: 'The file has no such row.', entry: '', place: null })
  return { note: proofs.checkpoint, rows }
}

/** Of the signed file only what it says: its signature is another program's. */
async function rowOfReceipt(path: string): Promise<Proofs> {
  const file: unknown = JSON.parse(await readFile(path, 'utf8'))
  const payload: unknown =
    isRecord(file) && typeof file.payload === 'string'
      ? JSON.parse(Buffer.from(file.payload, 'base64url').toString('utf8'))
      : null
  const proof = isRecord(payload) ? payload.auditProof : null
  if (!isRecord(payload) || !isRecord(proof)) throw new Error(`${path} is no receipt`)
  const name = `audit_events ${payload.id}`
  const entry = String(proof.entry)
  const why = entry.startsWith(`audit_events/1 ${payload.id} `) ? null : 'Its proof is of another row.'
  const note = proof.state === 'included' ? String(proof.checkpoint) : null
  return { note, rows: [{ name, why, entry, place: placeOf(proof) }] }
}

function membersOf(text: string): Record<string, unknown> {
  const row: unknown = JSON.parse(text)
  return isRecord(row) ? row : {}
}

/** The member in which a row of the file says something else than its text; null where there is none. What is sealed is not compared. */
function differenceOf(said: Record<string, unknown>, row: Record<string, unknown>): string | null {
  const same = Object.entries(said).filter(([name]) => !/^(form|id|at)$|^sealed_/.test(name))
  for (const [name, value] of same) {
    const own = name.replace(/_./g, (end) => end.slice(1).toUpperCase())
    const equal = name === 'corrects' ? millis(value) === millis(row[own]) : plain(value) === plain(row[own])
    if (!equal) return own
  }
  return null
}

/** One and the same JSON as one and the same text, whatever the order of its members. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    isRecord(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
  )

const millis = (at: unknown) => (typeof at === 'string' ? Date.parse(at) : null)

function entryOf(text: string): string {
  const { form, id, at } = membersOf(text)
  return `${form} ${id} ${at} ${createHash('sha256').update(text).digest('hex')}`
}

function placeOf(place: unknown): Place | null {
  if (!isRecord(place) || !Array.isArray(place.inclusion)) return null
  return {
    leaf: Number(place.leaf),
    treeSize: Number(place.treeSize),
    inclusion: place.inclusion.map(String),
  }
}

/** The root of the first `size` entries that a witness has; null where it has fewer. */
async function rootAt(witness: string, size: number): Promise<Buffer | null> {
  const tree = new GrowingTree()
  for await (const line of witnessedOf(witness)) {
    if (tree.size === size) break
    if ('entry' in line) tree.add(line.entry)
  }
  return tree.size === size ? tree.root() : null
}

type JudgeProofs = { path: string; keys: readonly VerifierKey[]; witness: string | null }
type Place = { leaf: number; treeSize: number; inclusion: string[] }
type Row = { name: string; why: string | null; entry: string; place: Place | null }
type Proofs = { note: string | null; rows: Row[] }

/** `row` is null where it is the checkpoint that does not hold. `witnessed`: a witness has seen the tree of the proofs. */
export type ProofJudgement =
  | { fault: { row: string | null; why: string }; rows: number }
  | { fault: null; rows: number; at: string; witnessed: boolean }
