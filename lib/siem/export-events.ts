import 'server-only'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { BEGINNING, type Place, readEvents } from './read-events'
import { SIEM_FORMATS, type SiemFormat } from './siem-formats'

const LOOK_MILLIS = 2_000

/**
 * Writes events as lines, in the order in which they were written, batch by batch: any length in constant memory. With a `cursor` it
 * begins after what that file says, and notes there how far it has come once the lines are out: killed in between it repeats a
 * batch, under the same ids, and leaves nothing out. Ends when there is no more, or with `follow` when it is told to.
 */
export async function exportEvents(wanted: ExportEvents): Promise<number> {
  const { format, since, cursor, follow, write, ending, behindMillis } = wanted
  const line = SIEM_FORMATS[format]
  let place = cursor === null ? BEGINNING : await readCursor(cursor)
  let told = 0
  while (!ending?.aborted) {
    const batch = await readEvents({ after: place, since, behindMillis })
    if (batch.events.length > 0) {
      await write(batch.events.map((event) => `${line(event)}\n`).join(''))
      told += batch.events.length
      place = batch.place
      if (cursor !== null) await noteCursor(cursor, place)
    }
    if (batch.more) continue
    if (!follow) return told
    await pause(LOOK_MILLIS, undefined, { signal: ending }).catch(() => undefined)
  }
  return told
}

const PlaceSchema = z.object({
  trail: z.uuid().nullable(),
  blocks: z
    .object({ minute: z.iso.datetime(), rule: z.string(), source: z.string().regex(/^[0-9a-f]*$/) })
    .nullable(),
})

/** A file that is not there begins at the beginning; one that cannot be understood must not: everything would be sent again. */
async function readCursor(file: string): Promise<Place> {
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return null
    throw thrown
  })
  return text === null ? BEGINNING : PlaceSchema.parse(JSON.parse(text))
}

/** At once or not at all: half a cursor would stop the next run. */
async function noteCursor(file: string, place: Place): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(place))
  await rename(`${file}.new`, file)
}

type ExportEvents = {
  format: SiemFormat
  since: Date | null
  cursor: string | null
  follow: boolean
  write: (lines: string) => Promise<void>
  ending?: AbortSignal
  /** Of `readEvents`; tests alone cannot wait. */
  behindMillis?: number
}
