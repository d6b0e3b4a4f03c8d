/**
 * Runs the works of one key one after the other, within this process: a repeated request waits for the first without
 * holding a connection of the database. Between processes the database decides.
 */
export async function inTurnOf<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(key)
  const mine = before ? before.then(work, work) : work()
  turns.set(key, mine)
  try {
    return await mine
  } finally {
    if (turns.get(key) === mine) turns.delete(key)
  }
}

// One queue per process, even where Next loads this module twice.
const held = Symbol.for('placet.requests-in-turn')
const shared = globalThis as { [held]?: Map<string, Promise<unknown>> }
const turns: Map<string, Promise<unknown>> = shared[held] ?? new Map()
shared[held] = turns
