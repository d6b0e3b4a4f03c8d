/** When a ratio counts as measured: half of its rounds lie within this share of its median. */
const SPREAD_MAX = 0.15
const ROUNDS_MAX = 12

/**
 * Runs rounds, in each of which every server is shot at once, in another order each time, until the ratios of all pairs
 * have settled, twelve rounds are over, or the time is. A ratio compares two costs of one round: what a busy neighbour
 * takes, it takes from both.
 */
export async function shootRounds<Name extends string>({
  names,
  shootRound,
  pairs,
  roundsMin,
  deadline,
}: ShootRounds<Name>): Promise<Round<Name>[]> {
  const rounds: Round<Name>[] = []
  while (rounds.length < ROUNDS_MAX && (rounds.length < roundsMin || performance.now() < deadline)) {
    rounds.push(await shootRound(shuffled(names)))
    const settled = pairs.every(([of, to]) => ratioOf(rounds, of, to).settled)
    if (rounds.length >= roundsMin && settled) break
  }
  return rounds
}

/** The ratio of two servers' costs, one figure per round, and how far they agree. */
export function ratioOf<Name extends string>(rounds: readonly Round<Name>[], of: Name, to: Name): Ratio {
  const figures = rounds.map((round) => round[of].total / round[to].total).sort((a, b) => a - b)
  const median = quantile(figures, 0.5)
  const spread = (quantile(figures, 0.75) - quantile(figures, 0.25)) / median
  const [min = Number.NaN, max = Number.NaN] = [figures[0], figures.at(-1)]
  return { median, min, max, spread, rounds: figures.length, settled: spread < SPREAD_MAX }
}

/** The median cost of one server over the rounds, in microseconds of CPU per request. */
export function medianShot<Name extends string>(rounds: readonly Round<Name>[], name: Name): Shot {
  const median = (part: keyof Shot) =>
    quantile(
      rounds.map((round) => round[name][part]).sort((a, b) => a - b),
      0.5,
    )
  return { total: median('total'), app: median('app'), database: median('database') }
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low + (high - low) * (at - Math.floor(at))
}

function shuffled<T>(things: readonly T[]): T[] {
  return things
    .map((thing) => ({ thing, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ thing }) => thing)
}

/** Microseconds of CPU per request. */
export type Shot = { total: number; app: number; database: number }
export type Round<Name extends string> = Record<Name, Shot>
export type Ratio = {
  median: number
  min: number
  max: number
  spread: number
  rounds: number
  settled: boolean
}
type ShootRounds<Name extends string> = {
  names: readonly Name[]
  shootRound: (order: readonly Name[]) => Promise<Round<Name>>
  pairs: readonly (readonly [Name, Name])[]
  roundsMin: number
  deadline: number
}
