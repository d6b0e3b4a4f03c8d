import type { Chance } from './chance'

/** Up to eight blind changes: the signature no longer fits, if it was read so far. */
export function mutateBytes(bytes: Buffer, donor: Buffer, chance: Chance): Buffer {
  let mutated: Buffer = Buffer.from(bytes)
  for (let left = 1 + chance.below(8); left > 0; left -= 1)
    mutated = chance.pick(CHANGES)(mutated, donor, chance)
  return mutated
}

const CHANGES: readonly ((bytes: Buffer, donor: Buffer, chance: Chance) => Buffer)[] = [
  (bytes, _, chance) => spliced(bytes, chance.below(bytes.length + 1), 1, Buffer.from([chance.below(256)])),
  (bytes, _, chance) => {
    const at = chance.below(bytes.length + 1)
    return spliced(bytes, at, 1, Buffer.from([(bytes[at] ?? 0) ^ (1 << chance.below(8))]))
  },
  (bytes, _, chance) => spliced(bytes, chance.below(bytes.length + 1), 0, Buffer.from([chance.below(256)])),
  (bytes, _, chance) => spliced(bytes, chance.below(bytes.length + 1), 1 + chance.below(4), Buffer.alloc(0)),
  (bytes, donor, chance) => {
    const from = chance.below(donor.length + 1)
    const piece = donor.subarray(from, from + chance.below(64))
    return spliced(bytes, chance.below(bytes.length + 1), chance.below(2) * piece.length, piece)
  },
]

function spliced(bytes: Buffer, at: number, removed: number, added: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)])
}
