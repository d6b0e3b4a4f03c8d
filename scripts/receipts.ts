import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { verifyCertificate } from '@/lib/evidence/erasure-certificate'
import { explainInvalid } from '@/lib/evidence/explain-invalid'
import { type TrailState, verifyReceipt } from '@/lib/evidence/verify-receipt'
import { readTrustedKeys } from './trusted-keys'

const USAGE = `npm run receipts -- verify <file> --keys <evidence-keys.json> [--keys <audit-keys.json>]

  Checks the signed file of a receipt or of a certificate of erasure, offline. The keys are the bank's, from a place that you trust
  and never from the receipt: https://<the bank>/.well-known/evidence-keys.json, saved; with audit-keys.json from there as well, the
  proof that the receipt's event stands in the audit trail is checked too.
  Ends with 0 where it is genuine, 1 where it is not, 2 where a file cannot be read.`

const TRAIL: Record<TrailState, string> = {
  included: 'Its event stands in the audit trail, by the checkpoint in it.',
  'not-yet-covered':
    'Not in the trail yet: no checkpoint covered its event when it was made. Download it again for the proof.',
  unchecked:
    'Not checked: that its event stands in the audit trail. Give the keys of the trail too (audit-keys.json).',
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { keys: { type: 'string', multiple: true, default: [] } },
})
const [command, file, ...rest] = positionals
if (command !== 'verify' || !file || values.keys.length === 0 || rest.length > 0) {
  console.error(USAGE)
  process.exit(2)
}
process.exitCode = await verify(file, values.keys)

async function verify(path: string, keysPaths: readonly string[]): Promise<number> {
  const [text, trusted] = await Promise.all([read(path), readTrustedKeys(keysPaths)])
  if (text === null || trusted === null) return 2
  const certified = await verifyCertificate(text, trusted)
  if (certified.valid) return tellGenuine(certified.key.kid, certified.certificate)
  const verdict = await verifyReceipt(text, trusted)
  if (!verdict.valid) {
    console.log(`NOT GENUINE (${verdict.reason}): ${explainInvalid(verdict.reason)}`)
    return 1
  }
  return tellGenuine(verdict.key.kid, verdict.receipt, TRAIL[verdict.trail])
}

function tellGenuine(kid: string, signed: object, trail?: string): number {
  console.log(`GENUINE, signed by the key ${kid}`)
  if (trail) console.log(trail)
  console.log(JSON.stringify(signed, null, 2))
  return 0
}

async function read(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => {
    console.error(`${path} cannot be read.`)
    return null
  })
}
