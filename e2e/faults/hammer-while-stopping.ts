import { setTimeout as pause } from 'node:timers/promises'

const READERS = 12
/** How many times each reader must have called, begun after the stop had returned, before a round is over. */
const CALLS_AFTER = 3
const STOP_WITHIN_MILLIS = 30
const ROUND_MILLIS_MAX = 20_000

/**
 * INV-03: readers that never pause read under one permission, spread over the instances that `read` chooses from, while
 * its customer stops it; again with a new permission each round. A round is over when each reader has called some more times after
 * the stop had returned. All times are of one clock, this process's: a call that began before the stop returned may succeed,
 * one that began later must not.
 */
export async function hammerWhileStopping({ rounds, given }: HammerWhileStopping): Promise<Hammered> {
  const sum: Hammered = {
    rounds: 0,
    served: 0,
    duringStop: 0,
    begunAfter: 0,
    late: 0,
    strange: [],
    slowestStop: 0,
  }
  for (let round = 0; round < rounds; round += 1) {
    const { calls, stopBegan, stopReturned } = await oneRound(await given())
    for (const { began, status } of calls) {
      const [before, after] = [began < stopBegan, began > stopReturned]
      if (status === 200) sum.served += 1
      if (after) sum.begunAfter += 1
      if (after && status === 200) sum.late += 1
      if (!before && !after) sum.duringStop += 1
      if (status !== 200 && status !== 401) sum.strange.push(status)
    }
    sum.rounds += 1
    sum.slowestStop = Math.max(sum.slowestStop, stopReturned - stopBegan)
  }
  return sum
}

async function oneRound({ read, stop }: Permission): Promise<Round> {
  const calls: Call[] = []
  const byReader = Array.from({ length: READERS }, () => ({ served: 0, after: 0 }))
  const deadline = performance.now() + ROUND_MILLIS_MAX
  let stopReturned = Number.POSITIVE_INFINITY
  const readers = byReader.map(async (own, reader) => {
    while (own.after < CALLS_AFTER) {
      const began = performance.now()
      if (began > deadline) throw new Error('A reader was served nothing, or nobody stopped')
      const status = await read(reader)
      calls.push({ began, status })
      if (status === 200) own.served += 1
      if (began > stopReturned) own.after += 1
    }
  })
  const stopping = async () => {
    // Each has been served at least once, so that what comes to nothing later has come to nothing by the stop.
    while (byReader.some(({ served }) => served === 0) && performance.now() < deadline) await pause(1)
    await pause(Math.random() * STOP_WITHIN_MILLIS)
    const stopBegan = performance.now()
    await stop()
    stopReturned = performance.now()
    return stopBegan
  }
  const [stopBegan] = await Promise.all([stopping(), ...readers])
  return { calls, stopBegan, stopReturned }
}

type Call = { began: number; status: number }
type Round = { calls: Call[]; stopBegan: number; stopReturned: number }

/** A permission in use: `read` answers with the status of one read by that reader, `stop` resolves when the stop has returned. */
export type Permission = { read: (reader: number) => Promise<number>; stop: () => Promise<void> }
type HammerWhileStopping = { rounds: number; given: () => Promise<Permission> }

/** `late` is how many calls succeeded that began after the stop had returned; `strange` what was neither served nor refused. */
export type Hammered = {
  rounds: number
  served: number
  duringStop: number
  begunAfter: number
  late: number
  strange: number[]
  slowestStop: number
}
