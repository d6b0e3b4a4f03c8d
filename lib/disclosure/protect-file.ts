import 'server-only'
import { open, rename, rm } from 'node:fs/promises'
import { syncFolder } from './checkpoint'
import type { Job } from './job-file'
import { JobRefusal } from './job-refusal'
import { readRecords } from './read-records'
import { linesOf, onLine } from './release-batch'
import { rewriterOf } from './rewrite-record'
import { tokenKey } from './token-key'

/**
 * Makes the protected file of a job out of a plain one: every protected field of every row becomes a token. It stays in the house
 * and is not encrypted. Whole or not there; begun anew after a kill. Gives the number of rows. Throws `LayoutFault`.
 */
export async function protectFile({ job, from, to }: ProtectFile): Promise<number> {
  const rewriter = rewriterOf(job, await tokenKey(job.tokens))
  const input = await open(from, 'r').catch(() => {
    throw new JobRefusal(`${from} cannot be read`)
  })
  const part = `${to}.part`
  const output = await open(part, 'w', 0o600)
  let rows = 0
  let line = 1
  try {
    for await (const records of readRecords({ file: input, from: 0, quotes: rewriter.quotes })) {
      let text = ''
      for (const record of records) {
        text += onLine(line, () => {
          if (line === 1 && rewriter.header) {
            rewriter.header(record)
            return record
          }
          rows++
          return rewriter.turn(rewriter.read(record), 'protect')
        })
        line += linesOf(record)
      }
      await output.writeFile(Buffer.from(text, 'latin1'))
    }
    await output.sync()
    await rename(part, to)
    await syncFolder(to)
    return rows
  } catch (thrown) {
    await rm(part, { force: true })
    throw thrown
  } finally {
    await Promise.all([input.close(), output.close()])
  }
}

type ProtectFile = { job: Job; from: string; to: string }
