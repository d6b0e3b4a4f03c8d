import 'server-only'
import { describeVersions } from '@/lib/vault/replaced-versions'
import { SEALED_PLACES, sealsIn } from './sealed-places'

/** How many values each place holds, by what sealed them: `newest 2`, `replaced 1`, `destroyed`, or `not sealed`. Reads everything. */
export async function countSeals(): Promise<CountedPlace[]> {
  const counted: CountedPlace[] = []
  for (const place of SEALED_PLACES) {
    const values: Record<string, number> = {}
    for await (const seals of sealsIn(place)) {
      const known = await describeVersions([...new Set(seals.flatMap(({ version }) => version ?? []))])
      for (const { version } of seals) {
        const word = version === null ? 'not sealed' : (known.get(version) ?? 'destroyed')
        values[word] = (values[word] ?? 0) + 1
      }
    }
    counted.push({ place: place.name, standing: place.standing, values })
  }
  return counted
}

type CountedPlace = { place: string; standing: boolean; values: Record<string, number> }
