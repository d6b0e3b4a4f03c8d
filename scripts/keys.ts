import { fileURLToPath } from 'node:url'
import { runProgram } from './children'
import { completeEnvironment } from './environment'

/** Verifiers may hold a key set this long before they fetch it again. */
const PUBLISHED_SECONDS = 60 * 60

const USAGE = `npm run keys -- rotate [--at-once]

  The first run publishes new signing keys. A run an hour later lets them sign and retires the old ones, which
  stay published for a day more. --at-once does both now, for keys that may have been seen by others.
  Running servers notice within seconds.`

const [command, ...flags] = process.argv.slice(2)
if (command !== 'rotate' || flags.some((flag) => flag !== '--at-once')) {
  console.error(USAGE)
  process.exit(2)
}
if (process.env.DATABASE_URL) await rotate(flags.includes('--at-once'))
else {
  // Once more with the addresses of the embedded PostgreSQL, which a running demo may be using: it is left running.
  await completeEnvironment()
  const self = fileURLToPath(import.meta.url)
  await runProgram(['--conditions=react-server', '--import', 'tsx', self, command, ...flags])
}

async function rotate(atOnce: boolean): Promise<void> {
  const { rotateSigningKeys } = await import('@/lib/oauth/rotate-signing-keys')
  const { closeDatabases } = await import('@/db/connection')
  const publishedSeconds = atOnce ? 0 : PUBLISHED_SECONDS
  let step = await rotateSigningKeys({ publishedSeconds })
  if (atOnce && step.did === 'published') step = await rotateSigningKeys({ publishedSeconds })
  const ready = step.ready.toISOString()
  const sentences = {
    published: `New keys are published: ${step.kids.join(', ')}. Run this again after ${ready}.`,
    waits: `The new keys may not sign before ${ready}. Run this again then.`,
    signs: `These keys sign from now on: ${step.kids.join(', ')}. The old ones stay published for a day.`,
  }
  console.log(sentences[step.did])
  await closeDatabases()
}
