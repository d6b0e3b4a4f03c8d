import { readFile } from 'node:fs/promises'
import { EvidenceKeySet } from '@/lib/evidence/evidence-file'

/**
 * The keys of some files, together: each a JWK Set of the bank's, saved from where it publishes them. Null, and said why, where one
 * cannot be read, or none of them signs evidence.
 */
export async function readTrustedKeys(paths: readonly string[]): Promise<EvidenceKeySet | null> {
  const all: Required<EvidenceKeySet> = { keys: [], trail: [] }
  for (const path of paths) {
    const set = EvidenceKeySet.safeParse(await readJson(path)).data
    if (!set || set.keys.length + set.trail.length === 0) {
      console.error(`${path} holds no keys of a bank.`)
      return null
    }
    all.keys = [...all.keys, ...set.keys]
    all.trail = [...all.trail, ...set.trail]
  }
  if (all.keys.length > 0) return all
  console.error(`${paths.join(', ')}: no key of them signs evidence (/.well-known/evidence-keys.json).`)
  return null
}

/** What cannot be read holds nothing. */
async function readJson(path: string): Promise<unknown> {
  return readFile(path, 'utf8')
    .then((text) => JSON.parse(text))
    .catch(() => null)
}
