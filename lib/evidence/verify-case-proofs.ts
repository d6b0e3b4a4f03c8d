import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { TrailProofs } from './audit-proof'
import { type CaseFault, PROOFS } from './case-file'
import type { TrailKey } from './evidence-file'
import { readSigned } from './verify-checkpoint'
import { type FaultOfInclusion, faultOfInclusion } from './verify-inclusion'

/**
 * Judges the proofs of a case file: each event and each access in it must say what its row in the trail says, member by member, and
 * that row's text must stand in the tree of the signed checkpoint. The first row that does not hold is named, by its part. Null
 * where all do. Without a key of the trail the texts are compared, and what stands in the tree is not judged.
 */
export function faultOfProofs({ read, keys }: FaultOfProofs): CaseFault | null {
  const { success, data } = TrailProofs.safeParse(read(PROOFS))
  if (!success) return { part: PROOFS, reason: 'is of no shape known here' }
  const { checkpoint, rows } = data
  if (keys.length > 0 && !readSigned(checkpoint, keys))
    return { part: PROOFS, reason: WORDS['checkpoint-not-signed'] }
  const unused = rows.map((proof) => ({ ...proof, name: nameOf(textOf(proof.text)) }))
  for (const { part, form, idAt } of TRAILED)
    for (const row of Rows.safeParse(read(part)).data ?? [{}]) {
      const name = nameOf({ form, id: row[idAt], at: row.at })
      // A call that was served and then failed has two rows, which one millisecond may hold.
      const own = unused.filter((proof) => proof.name === name)
      const proof = own.find((one) => faultOfRow(row, idAt, one) === null) ?? own[0]
      if (!proof) return { part, reason: `row ${name} has no proof` }
      unused.splice(unused.indexOf(proof), 1)
      const reason = faultOfRow(row, idAt, proof) ?? faultOfPlace({ ...proof, checkpoint }, keys)
      if (reason) return { part, reason: `row ${name}: ${reason}` }
    }
  const [left] = unused
  return left === undefined ? null : { part: PROOFS, reason: `row ${left.name} is not in the file` }
}

/**
 * Each page that was shown must be the one whose hash its event in the trail has. Of a version whose event is gone, as the trail is
 * kept for five years and a permission may last longer, nobody can say it: that is said.
 */
export function judgeVersions(shown: readonly ShownVersion[], events: unknown): Versions {
  const details = (Rows.safeParse(events).data ?? []).map(({ detail }) => Row.safeParse(detail).data ?? {})
  const judged: Versions = { faults: [], unchecked: [] }
  for (const { version, recordHash, nonce } of shown) {
    if (nonce === null) continue
    const hashes = details.flatMap((said) => (said.version === version ? (said.recordHash ?? []) : []))
    if (hashes.length === 0)
      judged.unchecked.push(`Version ${version}: no event of the trail in the file has its hash.`)
    else if (!hashes.includes(recordHash))
      judged.faults.push({ part: 'shown.json', reason: `version ${version} is not the one in the trail` })
  }
  return judged
}

/** Where the rows of the trail stand in a case file, and how their id is called there. */
const TRAILED = [
  { part: 'events.json', form: 'audit_events/1', idAt: 'id' },
  { part: 'accesses.json', form: 'access_log/1', idAt: 'callId' },
] as const

/** What is sealed in the trail, and by which name the file has it opened: only that there is something can be compared. */
const OPENED: Record<string, string> = { sealed_detail: 'personal', sealed_psu_address: 'psuAddress' }

const INSTANTS = ['at', 'corrects']

/** Every member of the row's text, and no other. */
function faultOfRow(row: Row, idAt: string, { text }: Proof): string | null {
  const { form: _form, id, ...members } = textOf(text)
  const said = new Set([idAt])
  if (row[idAt] !== id) return 'its proof is of another row'
  for (const [name, value] of Object.entries(members)) {
    const own = OPENED[name] ?? name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    said.add(own)
    if (!agrees(name, value, row[own])) return `its ${own} is not what stands in the trail`
  }
  const more = Object.keys(row).find((name) => !said.has(name))
  return more === undefined ? null : `its ${more} does not stand in the trail`
}

function agrees(name: string, inTrail: unknown, inFile: unknown): boolean {
  if (name in OPENED) return (inTrail === null) === (inFile === null)
  if (INSTANTS.includes(name)) return millisOf(inTrail) === millisOf(inFile)
  return isDeepStrictEqual(inTrail, inFile)
}

function faultOfPlace({ text, place, checkpoint }: Placed, keys: readonly TrailKey[]): string | null {
  if (place === null) return 'no leaf of the trail has it as it is here'
  if (keys.length === 0) return null
  const { form, id, at } = textOf(text)
  const entry = `${form} ${id} ${at} ${createHash('sha256').update(text).digest('hex')}`
  const fault = faultOfInclusion({ entry, ...place, checkpoint }, keys)
  return fault && WORDS[fault]
}

const WORDS: Record<FaultOfInclusion, string> = {
  'checkpoint-not-signed': 'its checkpoint is signed by none of the keys of the trail',
  'checkpoint-too-old': 'it is newer than the checkpoint',
  'checkpoint-of-another-tree': 'its proof is for a tree of another size than the checkpoint’s',
  'proof-broken': 'its proof does not lead to the checkpoint',
}

/** As a row is called in what is said of it: `audit_events 0198… of 2026-11-22T00:17:47.123Z`. */
const nameOf = ({ form, id, at }: Row) =>
  `${String(form).split('/')[0]} ${String(id)} of ${Number.isNaN(millisOf(at)) ? 'no time' : new Date(millisOf(at)).toISOString()}`

const millisOf = (at: unknown) => (at === null ? 0 : typeof at === 'string' ? Date.parse(at) : Number.NaN)

function textOf(text: string): Row {
  try {
    return Row.safeParse(JSON.parse(text)).data ?? {}
  } catch {
    return {}
  }
}

const Row = z.record(z.string(), z.unknown())
const Rows = z.array(Row)
type Row = z.infer<typeof Row>
type Proof = TrailProofs['rows'][number]
type Versions = { faults: CaseFault[]; unchecked: string[] }
type ShownVersion = { version: number; recordHash: string; nonce: string | null }
type Placed = Proof & { checkpoint: string }
/** `read` gives a part of the file, as JSON. */
type FaultOfProofs = { read: (part: string) => unknown; keys: readonly TrailKey[] }
