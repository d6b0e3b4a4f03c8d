/** What clients saw, in their own time: each try of each call from its beginning to its end. */
export class History {
  readonly calls: Call[] = []

  /** Runs one call and keeps what came of it; `status` is null where no answer came. */
  async note<T extends { status: number | null }>(call: Told, run: () => Promise<T>): Promise<T> {
    const start = performance.now()
    const answer = await run()
    const code = 'code' in answer && typeof answer.code === 'string' ? answer.code : null
    this.calls.push({ ...call, start, end: performance.now(), status: answer.status, code })
    return answer
  }
}

/** `key` names what is to have one outcome however often it is tried; `requestId` the try's own X-Request-ID. */
export type Told = {
  op: Op
  key: string
  consentId: string | null
  accountId?: string
  psuPresent?: boolean
  /** The SHA-256 that was signed for, in hexadecimal. */
  signed?: string
  /** The process that was asked. */
  by?: number | undefined
}
export type Call = Told & { start: number; end: number; status: number | null; code: string | null }
/** `page`: a step that decides nothing. */
export type Op =
  | 'create'
  | 'page'
  | 'allow'
  | 'refuse'
  | 'token'
  | 'refresh'
  | 'read'
  | 'stop'
  | 'delete'
  | 'erase'
