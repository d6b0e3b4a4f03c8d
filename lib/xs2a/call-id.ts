import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const BYTES_PER_ID = 16
const pool = Buffer.alloc(BYTES_PER_ID * 256)
let used = pool.length

/** A new time-ordered id for a call. Randomness is drawn for many at once: by itself each draw costs more than the id. */
export function newCallId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const random = pool.subarray(used, used + BYTES_PER_ID)
  used += BYTES_PER_ID
  return v7({ random })
}
