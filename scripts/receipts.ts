import { readFile } from 'node:fs/promises'
import { verifyCertificate } from '@/lib/evidence/erasure-certificate'
import { EvidenceKeySet } from '@/lib/evidence/evidence-file'
import { explainInvalid } from '@/lib/evidence/explain-invalid'
import { verifyReceipt } from '@/lib/evidence/verify-receipt'

const USAGE = `npm run receipts -- verify <file> --keys <file>

  Checks the signed file of a receipt or of a certificate of erasure, offline. The keys are the bank's, from a place that you trust and never from
  the receipt: https://<the bank>/.well-known/evidence-keys.json, saved.
  Ends with 0 where the receipt is genuine, 1 where it is not, 2 where a file cannot be read.`

const [command, file, flag, keys, ...rest] = process.argv.slice(2)
if (command !== 'verify' || !file || flag !== '--keys' || !keys || rest.length > 0) {
  console.error(USAGE)
  process.exit(2)
}
process.exitCode = await verify(file, keys)

async function verify(path: string, keysPath: string): Promise<number> {
  const [text, keySet] = await Promise.all([read(path), read(keysPath)])
  if (text === null || keySet === null) return 2
  const trusted = EvidenceKeySet.safeParse(parse(keySet)).data
  if (!trusted || trusted.keys.length === 0) {
    console.error(`${keysPath} holds no keys that sign receipts.`)
    return 2
  }
  const certified = await verifyCertificate(text, trusted)
  if (certified.valid) return tellGenuine(certified.key.kid, certified.certificate)
  const verdict = await verifyReceipt(text, trusted)
  if (!verdict.valid) {
    console.log(`NOT GENUINE (${verdict.reason}): ${explainInvalid(verdict.reason)}`)
    return 1
  }
  return tellGenuine(verdict.key.kid, verdict.receipt)
}

function tellGenuine(kid: string, signed: object): number {
  console.log(`GENUINE, signed by the key ${kid}`)
  console.log(JSON.stringify(signed, null, 2))
  return 0
}

async function read(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => {
    console.error(`${path} cannot be read.`)
    return null
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
