import 'server-only'
import { appendFile, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sizeOfNote } from './read-note'
import type { Witness } from './witness'

/** Longer than the longest line, a thousand entries. */
const TAIL_BYTES = 512 * 1024

const Line = z.union([
  z.object({ first: z.int().min(0), entries: z.array(z.string()) }),
  z.object({ checkpoint: z.string() }),
])

/** A file per trail that only grows: on a volume that others own, one where written files cannot be changed at best. */
export function folderWitness(folder: string, origin: string): Witness {
  const file = join(folder, `${origin.replace(/[^a-z0-9.-]/gi, '_')}.jsonl`)
  return {
    name: 'folder',
    async held() {
      const lines = await lastLines(file)
      const end = lines.at(-1)
      const checkpoint = lines.findLast((line) => 'checkpoint' in line)?.checkpoint ?? null
      if (!end) return { size: 0, checkpoint }
      return {
        size: 'checkpoint' in end ? sizeOfNote(end.checkpoint) : end.first + end.entries.length,
        checkpoint,
      }
    },
    async take(line) {
      await mkdir(folder, { recursive: true })
      // A line that a crash tore is ended here; whoever reads passes over it.
      const start = (await endsTorn(file)) ? '\n' : ''
      await appendFile(file, `${start}${JSON.stringify(line)}\n`, { flush: true })
    },
  }
}

/** The whole lines at the end of the file, oldest first. */
async function lastLines(file: string) {
  const tail = await tailOf(file, TAIL_BYTES)
  return tail
    .slice(0, tail.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap((text) => {
      const line = Line.safeParse(parse(text))
      return line.success ? [line.data] : []
    })
}

async function endsTorn(file: string): Promise<boolean> {
  const end = await tailOf(file, 1)
  return end !== '' && end !== '\n'
}

async function tailOf(file: string, bytes: number): Promise<string> {
  const handle = await open(file, 'r').catch(unlessMissing)
  if (!handle) return ''
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, bytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.subarray(0, bytesRead).toString('utf8')
  } finally {
    await handle.close()
  }
}

function unlessMissing(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
  throw thrown
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
