import 'server-only'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Job, JobFile } from './job-file'
import { JobRefusal } from './job-refusal'

/** A job file, with its paths made whole. Throws `JobRefusal` with everything that is wrong about it. */
export async function readJob(path: string): Promise<ReadJob> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new JobRefusal(`${path} cannot be read`)
  })
  const read = JobFile.safeParse(parse(text))
  if (!read.success)
    throw new JobRefusal(
      `${path} is no job: ${read.error.issues.map(({ path: at, message }) => `${at.join('.')} ${message}`).join('; ')}`,
    )
  const folder = dirname(path)
  const job = read.data
  return {
    job: {
      ...job,
      input: resolve(folder, job.input),
      output: resolve(folder, job.output),
      recipient: { ...job.recipient, certificate: resolve(folder, job.recipient.certificate) },
    },
    hash: createHash('sha256').update(text).digest('hex'),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `hash`: of the job file's bytes. A resumed run must be of the same. */
export type ReadJob = { job: Job; hash: string }
