/**
 * A call as the door sees it, whether it came over the listener or through Next: no framework's request, so that a
 * read costs what a plain handler costs. `path` begins after the mount (`/v1/…`); `repeated` names the headers that
 * were sent more than once.
 */
export type Xs2aCall = {
  method: string
  path: string
  search: string
  header(name: string): string | undefined
  repeated: readonly string[]
  /** The body's bytes, the same whoever asks again; null when there are more than `limit`. */
  readBody(limit: number): Promise<Buffer | null>
}

export type Xs2aAnswer = { status: number; headers: Record<string, string>; body: string | null }

/** Where the door is mounted, on the listener and in Next alike. */
export const MOUNT = '/xs2a'
