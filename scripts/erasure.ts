import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runProgram } from './children'
import { completeEnvironment } from './environment'

const USAGE = `npm run erasure -- left <customer id> <yyyy-mm-dd | never>
  The bank's word that somebody is a customer no more from that day on. Then the erasure they asked for is carried
  out by the hourly job, and cannot be taken back; until then "never" takes the day back.

npm run erasure -- run
  Does at once what that job does: carries out what is due, finishes what was interrupted, destroys again what a
  backup brought back, and lets go of what laws have kept long enough.

npm run erasure -- certificate <case> <file>
  The signed certificate of a case. It names nobody; npm run receipts -- verify checks it.

npm run erasure -- kept <case> "<why>"
  What laws still keep of that customer, opened. The trail says that it was, and why.`

const COMMANDS: Record<string, { words: number; run: (...words: string[]) => Promise<void> }> = {
  left: { words: 2, run: left },
  run: { words: 0, run: carryOut },
  certificate: { words: 2, run: certificate },
  kept: { words: 2, run: kept },
}

const [name = '', ...words] = process.argv.slice(2)
const command = COMMANDS[name]
if (command?.words !== words.length) {
  console.error(USAGE)
  process.exit(2)
}
if (process.env.DATABASE_URL) {
  await command.run(...words)
  await (await import('@/db/connection')).closeDatabases()
} else {
  await completeEnvironment()
  const self = fileURLToPath(import.meta.url)
  await runProgram(['--conditions=react-server', '--import', 'tsx', self, name, ...words])
}

async function left(psuId = '', day = ''): Promise<void> {
  const { noteLeft } = await import('@/lib/erasure/note-left')
  if (day !== 'never' && !/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error('A day is written as 2026-11-30')
  await noteLeft({ psuId, leftOn: day === 'never' ? null : day, actor: 'system' })
  console.log(day === 'never' ? 'They stay a customer.' : `They are a customer no more from ${day} on.`)
}

async function carryOut(): Promise<void> {
  const { carryOutErasures } = await import('@/lib/erasure/carry-out-erasures')
  const { done, repeated, forgotten } = await carryOutErasures()
  for (const id of done) console.log(`carried out: ${id}`)
  console.log(
    `${done.length} carried out; ${repeated} keys destroyed again; ${forgotten} keys of laws destroyed.`,
  )
}

async function certificate(caseId = '', file = ''): Promise<void> {
  const { findCertificate } = await import('@/lib/erasure/find-certificate')
  const found = await findCertificate(caseId)
  if (!found) throw new Error('There is no certificate of that case')
  writeFileSync(file, `${JSON.stringify(found)}\n`, { flag: 'wx' })
}

async function kept(caseId = '', why = ''): Promise<void> {
  const { openKept } = await import('@/lib/erasure/open-kept')
  const records = await openKept({ caseId, why })
  for (const record of records) console.log(JSON.stringify(record))
  if (records.length === 0) console.log('No law has kept anything of this case, or its time is over.')
}
