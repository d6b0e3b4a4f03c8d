import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { RotationStep } from '@/lib/signing/rotation-step'
import { runProgram } from './children'
import { completeEnvironment } from './environment'

/** Verifiers may hold a key set this long before they fetch it again. */
const PUBLISHED_SECONDS = 60 * 60

const USAGE = `npm run keys -- list
  Every key with purpose, algorithm, age and when it is due to be rotated; nothing secret.

npm run keys -- rotate [--at-once]
  The first run publishes new signing keys. A run an hour later lets them sign and retires the old ones, which
  stay published for a day more. --at-once does both now, for keys that may have been seen by others.
   Running servers notice within seconds. The keys that sign receipts and checkpoints are rotated along: their
   public halves stay published for good, with the time in which they signed, and their private halves are destroyed.

npm run keys -- rotate-kek [--new]
  Wraps every key of the vault under the newest key-encryption key, while servers run; repeat it where it broke
  off. --new adds a key to KEY_ENCRYPTION_KEY_FILE first; a KMS makes its own.

npm run keys -- stones
  The destroyed keys, a line of JSON each: keep them apart from every backup.

npm run keys -- destroy-again <file>
  After a backup of the keys was put back: destroys what that list names, anew.`

const COMMANDS: Record<string, { may: readonly string[]; files: number; run: Command }> = {
  list: { may: [], files: 0, run: list },
  rotate: { may: ['--at-once'], files: 0, run: rotate },
  'rotate-kek': { may: ['--new'], files: 0, run: rotateKek },
  stones: { may: [], files: 0, run: stones },
  'destroy-again': { may: [], files: 1, run: destroyAgain },
}

const [name = '', ...rest] = process.argv.slice(2)
const command = COMMANDS[name]
const flags = rest.filter((word) => word.startsWith('--'))
const files = rest.filter((word) => !word.startsWith('--'))
if (!command || flags.some((flag) => !command.may.includes(flag)) || files.length !== command.files) {
  console.error(USAGE)
  process.exit(2)
}
if (process.env.DATABASE_URL) {
  await command.run({ flags, files })
  await (await import('@/db/connection')).closeDatabases()
} else {
  // Once more with the addresses of the embedded PostgreSQL, which a running demo may be using: it is left running.
  await completeEnvironment()
  const self = fileURLToPath(import.meta.url)
  await runProgram(['--conditions=react-server', '--import', 'tsx', self, name, ...rest])
}

async function list(): Promise<void> {
  const { keyInventory } = await import('./key-inventory')
  for (const { key, purpose, algorithm, state, since, due } of await keyInventory())
    console.log(
      `${key}\n  ${purpose}\n  ${algorithm}; ${state}; since ${since?.toISOString() ?? 'its file or KMS knows'}; ` +
        `last use: not recorded; due: ${due}`,
    )
}

async function rotate({ flags }: Given): Promise<void> {
  const { rotateSigningKeys } = await import('@/lib/oauth/rotate-signing-keys')
  const { rotateEvidenceKey } = await import('@/lib/evidence/rotate-evidence-key')
  const { rotateCheckpointKey } = await import('@/lib/trail/rotate-checkpoint-key')
  const atOnce = flags.includes('--at-once')
  const publishedSeconds = atOnce ? 0 : PUBLISHED_SECONDS
  for (const [keys, step] of [
    ['What the authorization server signs', rotateSigningKeys],
    ['Receipts', rotateEvidenceKey],
    ['Checkpoints of the trail', rotateCheckpointKey],
  ] as const) {
    let done = await step({ publishedSeconds })
    if (atOnce && done.did === 'published') done = await step({ publishedSeconds })
    console.log(`${keys}: ${sentenceOf(done)}`)
  }
}

function sentenceOf({ did, kids, ready }: RotationStep): string {
  if (did === 'published')
    return `new keys are published: ${kids.join(', ')}. Run this again after ${ready.toISOString()}.`
  if (did === 'waits') return `the new keys may not sign before ${ready.toISOString()}. Run this again then.`
  return `these keys sign from now on: ${kids.join(', ')}.`
}

async function rotateKek({ flags }: Given): Promise<void> {
  const { env } = await import('@/lib/env')
  const { addFileKey } = await import('@/lib/vault/file-wrapper')
  const { rewrapKeys } = await import('@/lib/vault/rewrap-keys')
  if (flags.includes('--new')) {
    if (env.KEY_ENCRYPTION_KEY_COMMAND) throw new Error('The KMS makes its own keys: make one there')
    console.log(`Added to ${env.KEY_ENCRYPTION_KEY_FILE}: ${addFileKey(env.KEY_ENCRYPTION_KEY_FILE)}`)
  }
  const { kekId, rewrapped } = await rewrapKeys()
  console.log(`${rewrapped} keys were wrapped anew; every key is wrapped under ${kekId}.`)
  console.log('Keep the older ones until no backup of the keys is left that needs them.')
}

async function stones(): Promise<void> {
  const { findStones } = await import('@/lib/vault/count-keys')
  for (const stone of await findStones()) console.log(JSON.stringify(stone))
}

async function destroyAgain({ files: [file = ''] }: Given): Promise<void> {
  const { DESTROYED_BECAUSE } = await import('@/db/keys-schema/destroyed-keys')
  const { destroyKey } = await import('@/lib/vault/vault')
  const Stone = z.object({ id: z.uuid(), because: z.enum(DESTROYED_BECAUSE) })
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const named = lines.map((line) => Stone.parse(JSON.parse(line)))
  for (const { id, because } of named) await destroyKey(id, because)
  console.log(`${named.length} keys are destroyed.`)
}

type Given = { flags: string[]; files: string[] }
type Command = (given: Given) => Promise<void>
