import { appendFile } from 'node:fs/promises'
import { witnessedOf } from './lines.ts'
import { GrowingTree } from './merkle.ts'
import { isRecord, readCheckpoint, type VerifierKey } from './note.ts'

const ENTRY = /^(audit_events|access_log)\/1 [0-9a-f-]{36} \d{4}-[0-9T:.-]+Z [0-9a-f]{64}$/
/** Between two checkpoints; more is no trail but a flood. */
const PENDING_MAX = 5_000_000

/**
 * A witness over one file. Entries wait until a checkpoint covers them: signed by a key of the bank, as many leaves as the
 * witness has seen, and the very root that it computes of all of them. Only then is anything written, and nothing is taken back.
 */
export async function keepWitness({ file, keys }: KeepWitness) {
  let tree = new GrowingTree()
  let checkpoint: string | null = null
  for await (const line of witnessedOf(file))
    if ('entry' in line) tree.add(line.entry)
    else checkpoint = line.checkpoint
  let grown = tree.copy()
  let pending: string[] = []
  const forget = (status: number): Said => {
    grown = tree.copy()
    pending = []
    return { status }
  }

  return {
    held: () => ({ size: grown.size, checkpoint }),
    async take(line: unknown): Promise<Said> {
      if (!isRecord(line)) return { status: 400 }
      if (Array.isArray(line.entries)) {
        const entries = line.entries.map(String)
        if (!entries.every((entry) => ENTRY.test(entry))) return { status: 400 }
        if (line.first !== grown.size || pending.length + entries.length > PENDING_MAX) return forget(409)
        for (const entry of entries) grown.add(entry)
        pending.push(JSON.stringify({ first: line.first, entries }))
        return { status: 200 }
      }
      const signed = typeof line.checkpoint === 'string' ? readCheckpoint(line.checkpoint, keys) : null
      if (!signed) return { status: 422 }
      // As many leaves and another root, or fewer than were witnessed: another history than the one that is known.
      if (signed.size !== grown.size || !signed.root.equals(grown.root())) return forget(409)
      const lines = [...pending, JSON.stringify({ checkpoint: signed.note })]
      await appendFile(file, lines.map((text) => `${text}\n`).join(''), { flush: true })
      tree = grown.copy()
      pending = []
      checkpoint = signed.note
      return { status: 200 }
    },
  }
}

type KeepWitness = { file: string; keys: readonly VerifierKey[] }
/** An HTTP status: 409 where it does not continue what the witness has, 422 where nobody of the bank signed it. */
type Said = { status: number }
