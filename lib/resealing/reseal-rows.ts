import 'server-only'
import { countReplaced, markEmpty, markFound, vaultTime } from '@/lib/vault/replaced-versions'
import { vaultKeysById } from '@/lib/vault/vault'
import type { SealedPlace, SealedValue } from './sealed-place'
import { SEALED_PLACES } from './sealed-places'

const AT_ONCE = 1_000
/** Statements under way at once, each of one row: a bank that serves has the rest of the connections. */
const SIDE_BY_SIDE = 4

/** What may be sealed anew. */
const CHANGING = SEALED_PLACES.filter(({ standing }) => !standing)

/**
 * Seals anew whatever a replaced version sealed, while everybody reads and writes: each value is changed only if it still is what
 * was read, and opens before and after. It walks through all places until a walk changes nothing, and then marks the replaced versions as
 * empty. After `forMillis` it returns where it stands, to go on from there; killed, it is begun again and passes over what is done.
 * A value that does not open is left as it is and counted, and its version is never called empty.
 */
export async function resealRows({
  from = null,
  forMillis = Number.POSITIVE_INFINITY,
  atOnce = AT_ONCE,
}: ResealRows = {}): Promise<Resealed> {
  const until = performance.now() + forMillis
  let at = from ?? (await begin({ resealed: 0 }))
  for (;;) {
    const place = CHANGING[at.place]
    if (place) at = await resealNext(at, place, atOnce)
    else if (at.resealed > at.before) at = await begin(at)
    else {
      await markEmpty(['changing'], at.since)
      return { resealed: at.resealed, closed: at.closed, left: null }
    }
    if (performance.now() >= until) return { resealed: at.resealed, closed: at.closed, left: at }
  }
}

/** Whether a walk would find something, as far as the marks tell. */
export async function isResealingDue(): Promise<boolean> {
  return (await countReplaced()).left > 0
}

async function begin({ resealed }: { resealed: number }): Promise<ResealPosition> {
  return { since: await vaultTime(), place: 0, after: null, closed: 0, resealed, before: resealed }
}

async function resealNext(at: ResealPosition, place: SealedPlace, atOnce: number): Promise<ResealPosition> {
  const seals = await place.look(at.after, atOnce)
  const versions = new Set(seals.flatMap(({ version }) => version ?? []))
  const replaced = await markFound([...versions], at.since)
  const stale = seals.filter(({ version }) => version !== null && replaced.has(version))
  const keyOf = new Map(stale.map(({ key, version }) => [key.join('\0'), replaced.get(version ?? '') ?? '']))
  const values = await place.take(stale.map(({ key }) => key))
  let [resealed, closed] = [at.resealed, at.closed]
  const sealAll = async (mine: readonly SealedValue[]) => {
    for (const value of mine) {
      const outcome = await resealOne(place, value, keyOf.get(value.key.join('\0')) ?? '')
      if (outcome === 'resealed') resealed += 1
      if (outcome === 'closed') closed += 1
    }
  }
  const shares = Array.from({ length: SIDE_BY_SIDE }, (_, share) =>
    values.filter((_value, place) => place % SIDE_BY_SIDE === share),
  )
  await Promise.all(shares.map(sealAll))
  const last = seals.length < atOnce
  return {
    ...at,
    place: last ? at.place + 1 : at.place,
    after: last ? null : (seals.at(-1)?.key ?? null),
    closed,
    resealed,
  }
}

/** `passed`: somebody else has written it meanwhile, or its key was destroyed. The next walk sees. */
async function resealOne(
  place: SealedPlace,
  value: SealedValue,
  keyId: string,
): Promise<'resealed' | 'closed' | 'passed'> {
  const [key] = await vaultKeysById([keyId])
  if (!key) return 'passed'
  let next: Buffer
  try {
    next = key.seal(value.field, key.open<unknown>(value.field, value.sealed))
  } catch {
    return 'closed'
  }
  // Held here since before the rotation: the next walk has it anew.
  if (key.isOfOneVersion(next, value.sealed)) return 'passed'
  return (await place.swap(value, next)) ? 'resealed' : 'passed'
}

/** Where a run stands: since when its walk goes, in which place and behind which row, how many it has sealed, and had `before` this walk. */
export type ResealPosition = {
  since: string
  place: number
  after: readonly string[] | null
  closed: number
  resealed: number
  before: number
}
type ResealRows = { from?: ResealPosition | null; forMillis?: number; atOnce?: number }
type Resealed = { resealed: number; closed: number; left: ResealPosition | null }
