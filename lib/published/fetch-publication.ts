import 'server-only'
import { readFile } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { askListed } from '@/lib/egress/ask-listed'
import { sendOut } from '@/lib/egress/send-out'
import type { Issue, Publication } from './publication'

/** Nobody's call waits for it, and the larger lists have megabytes. */
const TOTAL_MILLIS = 30_000

/**
 * What is published there now. The operator named the place: an address by plain http is called as it is, since what comes back
 * is signed. Throws an error of a few words.
 */
export async function fetchPublication({
  place,
  bytesMax,
}: Pick<Publication<Issue>, 'place' | 'bytesMax'>): Promise<Buffer> {
  if (isAbsolute(place)) return readFile(place)
  const { status, body } = place.startsWith('https:')
    ? await sendOut({ url: place, method: 'GET', bytesMax, millisMax: TOTAL_MILLIS })
    : await askListed({
        url: place,
        listed: [placeOf(place)],
        bytesMax,
        signal: AbortSignal.timeout(TOTAL_MILLIS),
      })
  if (status !== 200) throw new Error(`it answered ${status}`)
  return body
}

function placeOf(text: string): string {
  const url = new URL(text)
  return `${url.hostname}:${url.port || 80}`
}
