import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runProgram } from './children'
import { completeEnvironment } from './environment'

const USAGE = `npm run restore -- <folder> --trail <export> | --without-trail
  A backup of the main database into an empty one, and its fence. The key database has to be there: restore it
  first, with what wraps its keys. With an export of the trail (npm run audit --
  export) that is younger than the backup, the rows that are missing are put back, and what they took away is taken
  away again: permissions that were stopped, passkeys that were removed, third parties that were paused. Whoever was
  erased since goes again, by the stones of the key database. Without a trail everything stays fenced until
  customers or staff decide.
  --sha256 <digest>: only the backup for which npm run backup printed this digest.

npm run restore -- <folder> keys
  The same of the key database. Keys that were destroyed since come back by it: npm run keys -- destroy-again

npm run restore -- lift --trail <export> --witness <file> --keys <keys.json>
npm run restore -- lift --trail <export> --nothing-after-it
  Lets go on what the restore held and the trail says nothing more about. The witness shows that nothing is missing
  from the export; without one it is your word that the bank wrote nothing after it.

  To restore, the databases have to be there, empty, and no instance may run.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trail: { type: 'string' },
    'without-trail': { type: 'boolean', default: false },
    witness: { type: 'string' },
    keys: { type: 'string' },
    sha256: { type: 'string' },
    'nothing-after-it': { type: 'boolean', default: false },
  },
})
const [folder, of = 'main', ...rest] = positionals
const { trail, witness, keys } = values
const lifts = folder === 'lift'
const saysHow = lifts
  ? Boolean(trail) && values['nothing-after-it'] !== Boolean(witness && keys) && !values['without-trail']
  : of === 'keys' || values['without-trail'] !== Boolean(trail)
if (!folder || (of !== 'main' && of !== 'keys') || rest.length > 0 || !saysHow) {
  console.error(USAGE)
  process.exit(2)
}
await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
if (lifts) await lift(trail ?? '')
else await putBack(folder, of)
process.exit(0)

async function putBack(folder: string, of: 'main' | 'keys'): Promise<void> {
  const { env } = await import('@/lib/env')
  const { migrateIfOwner } = await import('@/db/migrate-if-owner')
  const { restore } = await import('@/lib/backup/restore')
  await migrateIfOwner()
  const [ownerUrl, applicationUrl] =
    of === 'main'
      ? [env.DATABASE_OWNER_URL, env.DATABASE_URL]
      : [env.KEYS_DATABASE_OWNER_URL, env.KEYS_DATABASE_URL]
  if (!ownerUrl || !applicationUrl) throw new Error('The owner of the database has to be named')
  if (of === 'main') await (await import('@/lib/vault/vault')).requireKeysOfBank()
  const { takenAt, rows, fenced } = await restore({
    folder,
    of,
    digest: values.sha256,
    ownerUrl,
    applicationUrl,
  })
  console.log(`${rows} rows, as of ${takenAt}.`)
  if (!fenced) return
  console.table(fenced)
  const { eraseAgain } = await import('@/lib/erasure/erase-again')
  console.log(`${await eraseAgain()} customers were erased since, and are again.`)
  if (trail) await take(trail)
  else console.log('Without a trail everything stays fenced until customers or staff decide.')
}

async function take(folder: string): Promise<void> {
  const { takeFromTrail } = await import('@/lib/backup/take-from-trail')
  const { rows, taken } = await takeFromTrail(folder)
  console.log(`${rows} rows of the trail were put back.`)
  console.table(taken)
}

async function lift(folder: string): Promise<void> {
  if (witness && keys) {
    const verifier = fileURLToPath(new URL('./audit-verify/verify.ts', import.meta.url))
    const { restoredAsOf } = await import('@/lib/backup/take-from-trail')
    // A witness that had seen nothing since the backup would show nothing of what is put back.
    const since = ['--not-before', await restoredAsOf()]
    await runProgram([verifier, folder, '--witness', witness, '--keys', keys, ...since])
  }
  await take(folder)
  const { liftHolds } = await import('@/lib/backup/lift-holds')
  const { lifted, kept } = await liftHolds()
  console.log(`${lifted} permissions go on; ${kept} stay held until their customers or staff decide.`)
}
