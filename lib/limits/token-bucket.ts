/**
 * Buckets of tokens, one per key, each filled at `perSecond` up to `burst`. In memory of this process: a flood is refused
 * for the price of a look into a map, and each instance has buckets of its own. Keys beyond `keysMax` push out the oldest.
 */
export class TokenBuckets {
  private readonly buckets = new Map<string, { tokens: number; at: number }>()

  constructor(private readonly pace: Pace) {}

  /** Takes one token: 0 when there was one, else after how many seconds there is. `at` is in milliseconds. */
  take(key: string, at: number): number {
    const { perSecond, burst } = this.pace
    const bucket = this.buckets.get(key)
    if (!bucket) {
      this.makeRoom()
      this.buckets.set(key, { tokens: burst - 1, at })
      return 0
    }
    const tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * perSecond)
    bucket.at = at
    bucket.tokens = tokens < 1 ? tokens : tokens - 1
    return tokens < 1 ? Math.ceil((1 - tokens) / perSecond) : 0
  }

  /** How many may be taken at once now, as of the last take. */
  left(key: string): number {
    return Math.max(0, Math.floor(this.buckets.get(key)?.tokens ?? this.pace.burst))
  }

  private makeRoom(): void {
    if (this.buckets.size < this.pace.keysMax) return
    const [oldest] = this.buckets.keys()
    if (oldest !== undefined) this.buckets.delete(oldest)
  }
}

export type Pace = { perSecond: number; burst: number; keysMax: number }
