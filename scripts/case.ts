import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { verifyCase } from '@/lib/evidence/verify-case'
import { completeEnvironment } from './environment'
import { readTrustedKeys } from './trusted-keys'

const USAGE = `npm run case -- make <consentId> --reason <why> --out <file>
  Everything that proves a permission in a dispute, as one archive. That it was made, and why, stands in the trail.

npm run case -- verify <file> --keys <evidence-keys.json> --keys <audit-keys.json>
  Checks such an archive, offline, and names each part that is not what the bank signed, and the first row that does not stand in
  the audit trail. The keys are the bank's, from a place that you trust and never from the archive: saved from
  https://<the bank>/.well-known/. Without the second one nothing is said about the trail.
  Ends with 0 where all of it is genuine, 1 where some is not, 2 where a file cannot be read.`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { reason: { type: 'string' }, out: { type: 'string' }, keys: { type: 'string', multiple: true } },
})
const [command, subject, ...rest] = positionals
const { reason, out, keys } = values
if (command === 'verify' && subject && keys && rest.length === 0) process.exit(await verify(subject, keys))
else if (command === 'make' && subject && reason && out && rest.length === 0)
  process.exit(await make(subject, reason, out))
else {
  console.error(USAGE)
  process.exit(2)
}

async function verify(path: string, keysPaths: readonly string[]): Promise<number> {
  const [archive, trusted] = await Promise.all([read(path), readTrustedKeys(keysPaths)])
  if (!archive || !trusted) return 2
  const verdict = await verifyCase(archive, trusted)
  if (!verdict.valid) {
    for (const { part, reason: why } of verdict.faults) console.log(`NOT GENUINE: ${part} ${why}`)
    return 1
  }
  const { permission, issuedAt, madeBy, parts } = verdict.manifest
  console.log(`GENUINE, signed by the key ${verdict.kid}`)
  console.log(`Permission ${permission.reference}, made ${issuedAt} by ${madeBy}, ${parts.length} parts`)
  if (trusted.trail?.length) console.log('Each row of the trail in it stands there, by the checkpoint in it.')
  for (const one of verdict.unchecked) console.log(`Not checked: ${one}`)
  return 0
}

async function make(consentId: string, why: string, path: string): Promise<number> {
  await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
  const { makeCaseByCommand } = await import('@/lib/staff/make-case-by-command')
  const archive = await makeCaseByCommand({ consentId, reason: why })
  if (!archive) {
    console.error('There is no such permission, or no customer has allowed it.')
    return 1
  }
  // For its owner alone: it holds a customer's data.
  await writeFile(path, archive, { mode: 0o600, flag: 'wx' })
  console.log(`${path}: ${archive.length} bytes`)
  return 0
}

async function read(path: string): Promise<Buffer | null> {
  return readFile(path).catch(() => {
    console.error(`${path} cannot be read.`)
    return null
  })
}
