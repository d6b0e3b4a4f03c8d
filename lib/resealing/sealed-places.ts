import 'server-only'
import { SEALED_COLUMNS } from '@/db/sealed-columns'
import { columnPlace } from './column-place'
import { JOB_PLACE } from './job-place'
import type { Seal, SealedPlace } from './sealed-place'

const AT_ONCE = 1_000

/** Everywhere that sealed values lie. */
export const SEALED_PLACES: readonly SealedPlace[] = [...SEALED_COLUMNS.map(columnPlace), JOB_PLACE]

/** Every value of a place by the version that sealed it, a thousand at a time. */
export async function* sealsIn(place: SealedPlace): AsyncGenerator<Seal[]> {
  let seals: Seal[] = []
  do {
    seals = await place.look(seals.at(-1)?.key ?? null, AT_ONCE)
    if (seals.length > 0) yield seals
  } while (seals.length === AT_ONCE)
}
