import { randomUUID } from 'node:crypto'

const KEPT_MAX = 100
const KEPT_MILLIS = 300_000

/** Keeps something for the next page of one developer: between a form and what it shows, never on a disk. */
export function keepOnce(developerId: string, shown: unknown): string {
  const id = randomUUID()
  kept.set(id, { developerId, shown, until: Date.now() + KEPT_MILLIS })
  for (const [old, { until }] of kept) if (until < Date.now() || kept.size > KEPT_MAX) kept.delete(old)
  return id
}

/** Gives it to its developer, and forgets it. Null from the second time on, and for anybody else. */
export function takeOnce(developerId: string, id: string): unknown {
  const found = kept.get(id)
  if (!found || found.developerId !== developerId || found.until < Date.now()) return null
  kept.delete(id)
  return found.shown
}

// One per process: Next loads this module for the page and for the handler.
const held = Symbol.for('placet.developers.shown-once')
const shared = globalThis as { [held]?: Map<string, Kept> }
const kept: Map<string, Kept> = shared[held] ?? new Map()
shared[held] = kept

type Kept = { developerId: string; shown: unknown; until: number }
