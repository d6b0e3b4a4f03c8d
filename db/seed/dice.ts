/**
 * A small generator of numbers that look random and are always the same for the same seed (mulberry32). For invented
 * data only: nothing secret may come from it.
 */
export function dice(seed: string): Dice {
  let state = hash(seed)
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(roll() * (high - low + 1))
  return {
    roll,
    between,
    chance: (probability) => roll() < probability,
    pick: (choices) => choices[Math.floor(roll() * choices.length)] ?? choices[0],
    bytes: (length) => Buffer.from(Array.from({ length }, () => between(0, 255))),
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193)
  return value
}

export type Dice = {
  /** From 0 up to, and without, 1. */
  roll: () => number
  /** A whole number; both ends are included. */
  between: (low: number, high: number) => number
  chance: (probability: number) => boolean
  pick: <T>(choices: readonly [T, ...T[]]) => T
  bytes: (length: number) => Buffer
}
