import { fileURLToPath } from 'node:url'
import type { RotationStep } from '@/lib/signing/rotation-step'
import { runProgram } from './children'
import { completeEnvironment } from './environment'

/** Verifiers may hold a key set this long before they fetch it again. */
const PUBLISHED_SECONDS = 60 * 60

const USAGE = `npm run keys -- rotate [--at-once]

  The first run publishes new signing keys. A run an hour later lets them sign and retires the old ones, which
  stay published for a day more. --at-once does both now, for keys that may have been seen by others.
  Running servers notice within seconds. The key that signs receipts is rotated along: its public half stays
  published for good, with the time in which it signed, and its private half is destroyed.`

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
  const { rotateEvidenceKey } = await import('@/lib/evidence/rotate-evidence-key')
  const { closeDatabases } = await import('@/db/connection')
  const publishedSeconds = atOnce ? 0 : PUBLISHED_SECONDS
  for (const [keys, step] of [
    ['What the authorization server signs', rotateSigningKeys],
    ['Receipts', rotateEvidenceKey],
  ] as const) {
    let done = await step({ publishedSeconds })
    if (atOnce && done.did === 'published') done = await step({ publishedSeconds })
    console.log(`${keys}: ${sentenceOf(done)}`)
  }
  await closeDatabases()
}

function sentenceOf({ did, kids, ready }: RotationStep): string {
  if (did === 'published')
    return `new keys are published: ${kids.join(', ')}. Run this again after ${ready.toISOString()}.`
  if (did === 'waits') return `the new keys may not sign before ${ready.toISOString()}. Run this again then.`
  return `these keys sign from now on: ${kids.join(', ')}.`
}
