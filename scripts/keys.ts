import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { WhichKeys } from '@/lib/resealing/rotate-data-keys'
import type { RotationStep } from '@/lib/signing/rotation-step'
import type { Replaced } from '@/lib/vault/replaced-versions'
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

npm run keys -- rotate-data-key <customer or account> | --all | --older-than <days>
  A new version of the keys that seal data: of one customer or account by its id, of all of them and the bank, or
  of those whose newest version is older. It seals from half a minute on; older versions open as before.

npm run keys -- reseal
  Seals anew what replaced versions sealed, while servers run; repeat it where it broke off. Begin a minute after a
  rotation. Servers do the same every night.

npm run keys -- end-versions
  Destroys the replaced versions under which nothing was left for DATA_BACKUPS_DAYS. Looks through everything first.

npm run keys -- check
  How many values are sealed by which versions, and what is left. Looks through everything.

npm run keys -- stones
  The destroyed keys, a line of JSON each: keep them apart from every backup.

npm run keys -- destroy-again <file>
  After a backup of the keys was put back: destroys what that list names, anew.`

/** `words`: how many words may stand behind the flags. */
const COMMANDS: Record<string, { may: readonly string[]; words: readonly number[]; run: Command }> = {
  list: { may: [], words: [0], run: list },
  rotate: { may: ['--at-once'], words: [0], run: rotate },
  'rotate-kek': { may: ['--new'], words: [0], run: rotateKek },
  'rotate-data-key': { may: ['--all', '--older-than'], words: [0, 1], run: rotateDataKey },
  reseal: { may: [], words: [0], run: reseal },
  'end-versions': { may: [], words: [0], run: endVersions },
  check: { may: [], words: [0], run: check },
  stones: { may: [], words: [0], run: stones },
  'destroy-again': { may: [], words: [1], run: destroyAgain },
}

const [name = '', ...rest] = process.argv.slice(2)
const command = COMMANDS[name]
const flags = rest.filter((word) => word.startsWith('--'))
const words = rest.filter((word) => !word.startsWith('--'))
if (
  !command ||
  flags.some((flag) => !command.may.includes(flag)) ||
  !command.words.includes(words.length) ||
  (name === 'rotate-data-key' && !whichKeys({ flags, words }))
) {
  console.error(USAGE)
  process.exit(2)
}
if (process.env.DATABASE_URL) {
  await command.run({ flags, words })
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

/** One of three, and nothing beside it; null where the words say something else. */
function whichKeys({ flags, words: [word] }: Given): WhichKeys | null {
  const [flag, ...more] = flags
  if (more.length > 0) return null
  if (flag === '--all') return word === undefined ? { all: true } : null
  if (flag === '--older-than')
    return /^[1-9]\d{0,4}$/.test(word ?? '') ? { olderThanDays: Number(word) } : null
  return z.uuid().safeParse(word).success && word ? { named: word } : null
}

async function rotateDataKey(given: Given): Promise<void> {
  const { rotateDataKeys } = await import('@/lib/resealing/rotate-data-keys')
  const which = whichKeys(given)
  const rotated = which ? await rotateDataKeys(which) : 0
  if (rotated === 0 && which && 'olderThanDays' in which)
    return console.log(`No key is older than ${which.olderThanDays} days.`)
  if (rotated === 0) throw new Error('There is no such key: nothing was rotated')
  console.log(`${rotated} keys have a new version, which seals in thirty seconds.`)
  console.log('Back up the key database now: a backup from before opens nothing that the new versions seal.')
  console.log('In a minute: npm run keys -- reseal')
}

async function reseal(): Promise<void> {
  const { resealRows } = await import('@/lib/resealing/reseal-rows')
  const { countReplaced } = await import('@/lib/vault/replaced-versions')
  const { resealed, closed } = await resealRows()
  console.log(`${resealed} values were sealed anew.`)
  console.log(sentenceOfReplaced(await countReplaced()))
  if (closed > 0)
    throw new Error(`${closed} values do not open, and were left as they are: npm run keys -- check`)
}

async function endVersions(): Promise<void> {
  const { env } = await import('@/lib/env')
  if (!env.DATA_BACKUPS_DAYS)
    throw new Error('Say in DATA_BACKUPS_DAYS for how many days the oldest backup of the data is kept')
  const { endVersions } = await import('@/lib/resealing/end-versions')
  const { ended, replaced } = await endVersions({ backupsDays: env.DATA_BACKUPS_DAYS })
  console.log(`${ended} versions were destroyed. Keep the new list of stones: npm run keys -- stones`)
  console.log(sentenceOfReplaced(replaced))
}

function sentenceOfReplaced({ lately, left, standing, empty }: Replaced): string {
  return (
    `Of replaced versions ${left} have something left to be sealed anew, ${standing} open what never changes, ` +
    `${empty} are empty and wait for the backups to be over, ${lately} were replaced within this minute.`
  )
}

async function check(): Promise<void> {
  const { countSeals } = await import('@/lib/resealing/count-seals')
  const { countReplaced } = await import('@/lib/vault/replaced-versions')
  const counted = await countSeals()
  console.table(Object.fromEntries(counted.map(({ place, values }) => [place, values])))
  console.log(sentenceOfReplaced(await countReplaced()))
}

async function stones(): Promise<void> {
  const { findStones } = await import('@/lib/vault/count-keys')
  for (const stone of await findStones()) console.log(JSON.stringify(stone))
}

async function destroyAgain({ words: [file = ''] }: Given): Promise<void> {
  const { DESTROYED_BECAUSE } = await import('@/db/keys-schema/destroyed-keys')
  const { destroyKey } = await import('@/lib/vault/vault')
  const Stone = z.object({ id: z.uuid(), because: z.enum(DESTROYED_BECAUSE) })
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const named = lines.map((line) => Stone.parse(JSON.parse(line)))
  for (const { id, because } of named) await destroyKey(id, because)
  console.log(`${named.length} keys are destroyed.`)
}

type Given = { flags: string[]; words: string[] }
type Command = (given: Given) => Promise<void>
