import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { JobRefusal } from '@/lib/disclosure/job-refusal'
import { LayoutFault } from '@/lib/disclosure/layout-fault'
import { completeEnvironment } from './environment'

const USAGE = `npm run disclosure -- run <job.json>
    Releases the job's protected file to its recipient, encrypted; run again after a kill, it goes on where it was.
npm run disclosure -- protect <job.json> <plain file> <protected file>
    Makes the protected file of a job: its protected fields become tokens of the same width and alphabet.
npm run disclosure -- open <disclosed file> <private key (PEM)> <plain file>
    For the recipient: opens what was released to them. Needs no database.
npm run disclosure -- prefer <customer id> <in-files|never-in-files|never-this-account|never-this-third-party> [<account id or third party>]
npm run disclosure -- forget <the same>
    Writes down what a customer has said once and for all, or that they took it back.
npm run disclosure -- example <folder> <recipient's certificate (PEM)> <rows>
    Writes a plain file of invented people and its job, to try the way out with.

  Ends with 0 where it is done, 1 where it is refused (and then nothing is left behind), 2 where it was not understood.
  The job file is described in docs/bulk-release.md.`

const [command, ...files] = process.argv.slice(2)
const [first = '', second = '', third = ''] = files
const COMMANDS: Record<string, { takes: readonly number[]; run: () => Promise<unknown> }> = {
  run: { takes: [1], run: () => release(first) },
  protect: { takes: [3], run: () => protect(first, second, third) },
  open: { takes: [3], run: () => open(first, second, third) },
  prefer: { takes: [2, 3], run: () => prefer('state') },
  forget: { takes: [2, 3], run: () => prefer('withdraw') },
  example: { takes: [3], run: () => example(first, second, Number(third)) },
}
const asked = COMMANDS[command ?? '']
if (!asked?.takes.includes(files.length)) {
  console.error(USAGE)
  process.exit(2)
}
try {
  console.log(JSON.stringify(await asked.run(), null, 2))
  process.exit(0)
} catch (thrown) {
  if (!(thrown instanceof JobRefusal || thrown instanceof LayoutFault)) throw thrown
  console.error(`REFUSED: ${thrown.message}`)
  process.exit(1)
}

async function release(path: string) {
  await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
  const { readJob } = await import('@/lib/disclosure/read-job')
  const { runJob } = await import('@/lib/disclosure/run-job')
  const started = performance.now()
  const { runId, counts } = await runJob(await readJob(path))
  return {
    runId,
    ...counts,
    seconds: Math.round(performance.now() - started) / 1_000,
    memoryMebibytesMax: Math.round(process.resourceUsage().maxRSS / 1_024),
  }
}

async function protect(path: string, from: string, to: string) {
  await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
  const { readJob } = await import('@/lib/disclosure/read-job')
  const { protectFile } = await import('@/lib/disclosure/protect-file')
  const { job } = await readJob(path)
  return { rows: await protectFile({ job, from, to }) }
}

async function prefer(act: 'state' | 'withdraw') {
  await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
  const { DISCLOSURE_PREFERENCES } = await import('@/db/schema/disclosure-preferences')
  const { statePreference, withdrawPreference } = await import('@/lib/disclosure/state-preference')
  const kind = DISCLOSURE_PREFERENCES.find((one) => one === second)
  if (!kind) throw new JobRefusal(`${second} is none of ${DISCLOSURE_PREFERENCES.join(', ')}`)
  const isAbout = !kind.endsWith('in-files')
  if (isAbout !== (third !== ''))
    throw new JobRefusal(`${kind} is ${isAbout ? 'about something: say what' : 'about nothing more'}`)
  const preference = { psuId: first, kind, about: isAbout ? third : null, actor: 'system' } as const
  if (act === 'state') await statePreference(preference)
  else if (!(await withdrawPreference(preference))) throw new JobRefusal('this was never said')
  return preference
}

async function example(folder: string, certificate: string, rows: number) {
  const { writeExample } = await import('@/lib/disclosure/write-example')
  if (!Number.isSafeInteger(rows) || rows < 0) throw new JobRefusal('say how many rows')
  await writeExample({ folder, certificate: resolve(certificate), rows })
  return { folder, rows }
}

async function open(from: string, keyPath: string, to: string) {
  const { openFile } = await import('@/lib/disclosure/open-file')
  const key = await readFile(keyPath)
    .then(createPrivateKey)
    .catch(() => {
      throw new JobRefusal(`${keyPath} cannot be read as a private key`)
    })
  return await openFile({ from, to, privateKey: key })
}
