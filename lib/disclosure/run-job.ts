import 'server-only'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { v7 as newId } from 'uuid'
import { marketProfile } from '@/lib/market-profile'
import { type Checkpoint, dropCheckpoint, readCheckpoint, syncFolder, writeCheckpoint } from './checkpoint'
import { DisclosedFile } from './disclosed-file'
import { JobRefusal } from './job-refusal'
import { LayoutFault } from './layout-fault'
import type { ReadJob } from './read-job'
import { readRecords } from './read-records'
import { recordDisclosure } from './record-disclosure'
import { linesOf, onLine, releaseBatch } from './release-batch'
import { type Rewriter, rewriterOf } from './rewrite-record'
import { soleRunner } from './sole-runner'
import { tokenKey } from './token-key'
import { type Recipient, vetRecipient } from './vet-recipient'

/** So much input is done again at most after a kill. */
const CHECKPOINT_BYTES = 8 * 1_024 * 1_024

/**
 * Releases a protected file to its recipient, or goes on where a killed run stopped: no row is lost and none comes twice. The
 * output has its name only once it is whole; until then it is `.part`, and a file that is not laid out as the job says leaves
 * nothing behind. Memory does not grow with the file. Throws `JobRefusal` or `LayoutFault`; both are in the audit trail.
 */
export async function runJob(
  asked: ReadJob,
  options: { checkpointBytes?: number } = {},
): Promise<Checkpoint> {
  return await soleRunner(asked.job.name, () => run(asked, options.checkpointBytes ?? CHECKPOINT_BYTES))
}

async function run(asked: ReadJob, checkpointBytes: number): Promise<Checkpoint> {
  const { job } = asked
  const paths = { output: job.output, part: `${job.output}.part`, checkpoint: `${job.output}.checkpoint` }
  const found = await readCheckpoint(paths.checkpoint)
  if (marketProfile.standingPreferences && job.preference.from === 'row')
    throw new JobRefusal(
      'in this market customers say once for all what goes to nobody, or not to this recipient, and a marker in a row does not know ' +
        'it: take the preference from the record',
    )
  const recipient = await vetRecipient(job.recipient)
  const input = await open(job.input, 'r').catch(() => {
    throw new JobRefusal(`${job.input} cannot be read`)
  })
  try {
    const facts = { asked, recipient, input, paths }
    if (found?.done) return await finish(facts, found)
    const { file, state } = found ? await goOn(facts, found) : await begin(facts)
    try {
      await pass(facts, { file, state, checkpointBytes })
    } finally {
      await file.close()
    }
    return await finish(facts, state)
  } catch (thrown) {
    if (thrown instanceof LayoutFault) {
      await recordDisclosure({
        asked,
        recipient,
        type: 'disclosure.refused',
        detail: { why: thrown.message },
      })
      await rm(paths.part, { force: true })
      await dropCheckpoint(paths.checkpoint)
    }
    throw thrown
  } finally {
    await input.close()
  }
}

async function begin(facts: Facts): Promise<Begun> {
  const { asked, recipient, paths } = facts
  if (await exists(paths.output))
    throw new JobRefusal(`${paths.output} is there already: move it away, or give the job another output`)
  const runId = newId()
  // Before the first byte: whatever leaves has its line in the trail.
  await recordDisclosure({ asked, recipient, runId, type: 'disclosure.started', detail: {} })
  const file = await DisclosedFile.begin(paths.part, recipient)
  const state: Checkpoint = {
    runId,
    jobHash: asked.hash,
    input: await identityOf(facts.input),
    inputOffset: 0,
    ...(await file.sync()),
    line: 1,
    counts: { rows: 0, unprotected: 0, leftProtected: { refused: 0, silent: 0, never: 0, unknown: 0 } },
    done: false,
  }
  await writeCheckpoint(paths.checkpoint, state)
  return { file, state }
}

async function goOn(facts: Facts, state: Checkpoint): Promise<Begun> {
  const { asked, paths } = facts
  const again = `remove ${paths.checkpoint} and ${paths.part} to begin anew`
  if (state.jobHash !== asked.hash) throw new JobRefusal(`the job was changed since it was begun: ${again}`)
  if (!isSame(state.input, await identityOf(facts.input)))
    throw new JobRefusal(`the input was changed since the job was begun: ${again}`)
  const file = await DisclosedFile.resume(paths.part, state)
  if (!file) throw new JobRefusal(`${paths.part} is gone or too short: ${again}`)
  return { file, state }
}

/** The rest of the input, batch by batch; a checkpoint now and then, and one when all is through. */
async function pass(
  { asked, recipient, input, paths }: Facts,
  { file, state, checkpointBytes }: Pass,
): Promise<void> {
  const { job } = asked
  const rewriter = rewriterOf(job, await tokenKey(job.tokens))
  let since = 0
  for await (const records of readRecords({
    file: input,
    from: state.inputOffset,
    quotes: rewriter.quotes,
  })) {
    const bytes = records.reduce((sum, record) => sum + record.length, 0)
    const header = takeHeader(rewriter, records, state)
    const { counts, line } = state
    const done = await releaseBatch({ job, rewriter, records, line, counts, tppId: recipient.tppId })
    await file.append(Buffer.from(header + done.text, 'latin1'))
    state.line = done.line
    state.inputOffset += bytes
    since += bytes
    if (since < checkpointBytes) continue
    since = 0
    Object.assign(state, await file.sync())
    await writeCheckpoint(paths.checkpoint, state)
  }
  if (rewriter.header && state.inputOffset === 0)
    throw new LayoutFault('the file is empty and has no header', 1)
  if (!isSame(state.input, await identityOf(input)))
    throw new LayoutFault('the input was changed while it was read')
  await file.append(Buffer.from(JSON.stringify(trailerOf(state, job.name))), 'end')
  Object.assign(state, await file.sync(), { done: true })
  await writeCheckpoint(paths.checkpoint, state)
}

/** The header is checked and leaves as it is. */
function takeHeader(rewriter: Rewriter, records: string[], state: Checkpoint): string {
  if (!rewriter.header || state.inputOffset > 0) return ''
  const header = records.shift() ?? ''
  onLine(1, () => rewriter.header?.(header))
  state.line += linesOf(header)
  return header
}

/** In this order: nothing that has its final name is missing in the trail, and a kill in between finishes the next time. */
async function finish({ asked, recipient, paths }: Facts, state: Checkpoint): Promise<Checkpoint> {
  if (await exists(paths.part)) {
    const { runId, counts: detail } = state
    await recordDisclosure({ asked, recipient, runId, type: 'disclosure.completed', detail })
    await rename(paths.part, paths.output)
    await syncFolder(paths.output)
  }
  await dropCheckpoint(paths.checkpoint)
  return state
}

/** The last chunk: without it the recipient knows that the file is not whole. Why rows stay protected is none of their business. */
const trailerOf = ({ runId, counts }: Checkpoint, job: string) => ({
  complete: true,
  job,
  runId,
  rows: counts.rows,
  unprotected: counts.unprotected,
})

async function identityOf(input: FileHandle): Promise<Checkpoint['input']> {
  const { size, mtimeMs } = await input.stat()
  return { bytes: size, modifiedMillis: mtimeMs }
}

const isSame = (one: Checkpoint['input'], other: Checkpoint['input']) =>
  one.bytes === other.bytes && one.modifiedMillis === other.modifiedMillis

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

type Facts = {
  asked: ReadJob
  recipient: Recipient
  input: FileHandle
  paths: { output: string; part: string; checkpoint: string }
}
type Begun = { file: DisclosedFile; state: Checkpoint }
type Pass = Begun & { checkpointBytes: number }
