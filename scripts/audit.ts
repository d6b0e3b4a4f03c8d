import { fileURLToPath } from 'node:url'
import { runProgram, startProgram } from './children'
import { completeEnvironment } from './environment'

const USAGE = `npm run audit -- checkpoint         takes what is new into the tree, signs it, tells the witnesses
npm run audit -- export <folder>    the same, then writes the whole trail into the folder
npm run audit -- verify …           checks an export against a witness's file, without the bank
npm run audit -- verify-proofs …    checks the proofs of a case file or a receipt, without the bank`

const [command, ...rest] = process.argv.slice(2)
const [folder] = rest
const known = command === 'checkpoint' ? rest.length === 0 : command === 'export' && rest.length === 1
if (command === 'verify' || command === 'verify-proofs') {
  const verifier = fileURLToPath(new URL(`./audit-verify/${command}.ts`, import.meta.url))
  startProgram([verifier, ...rest]).once('exit', (code) => {
    process.exitCode = code ?? 2
  })
} else if (!known) {
  console.error(USAGE)
  process.exit(2)
} else if (process.env.DATABASE_URL) await run()
else {
  // Once more with the addresses of the embedded PostgreSQL, which a running demo may be using: it is left running.
  await completeEnvironment()
  const self = fileURLToPath(import.meta.url)
  await runProgram(['--conditions=react-server', '--import', 'tsx', self, ...process.argv.slice(2)])
}

async function run(): Promise<void> {
  const { makeCheckpoint } = await import('@/lib/trail/make-checkpoint')
  const { ownWitnesses, tellWitnesses } = await import('@/lib/trail/tell-witnesses')
  const { writeExport } = await import('@/lib/trail/write-export')
  const { closeDatabases } = await import('@/db/connection')
  const checkpoint = await makeCheckpoint()
  const failed = await tellWitnesses()
  console.log(checkpoint?.note ?? 'The trail is empty.')
  const told = ownWitnesses().flatMap(({ name }) => (failed.includes(name) ? [] : name))
  console.log(
    ownWitnesses().length === 0
      ? 'No witness is set here (WITNESS_URL, WITNESS_DIRECTORY).'
      : `Told: ${told.join(', ') || 'nobody'}.`,
  )
  for (const witness of failed) console.error(`The witness ${witness} did not take it.`)
  if (failed.length > 0) process.exitCode = 1
  if (folder) await writeExport(folder)
  await closeDatabases()
}
