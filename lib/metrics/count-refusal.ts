import type { Door } from './route-class'

/**
 * Counts one expected "no" by its code. Codes are the doors' own tables, never what a caller wrote. Only a number in memory:
 * whoever reads the metrics takes it from there.
 */
export function countRefusal(door: Door, code: string): void {
  const key = `${door} ${code}`
  refusals.set(key, (refusals.get(key) ?? 0) + 1)
}

/** What was counted since this process began. */
export function countedRefusals(): { door: string; code: string; count: number }[] {
  return [...refusals].map(([key, count]) => {
    const [door = '', code = ''] = key.split(' ')
    return { door, code, count }
  })
}

// One per process: the doors are loaded by Next once more than the listener.
const held = Symbol.for('placet.refusals')
const shared = globalThis as { [held]?: Map<string, number> }
const refusals: Map<string, number> = shared[held] ?? new Map()
shared[held] = refusals
