const SSL_REQUEST = 80_877_103

/**
 * Reads one direction of a PostgreSQL connection as its messages (version 3): the letter of each and, of a query or of what is
 * parsed, the statement. An end of a round trip by the extended protocol (`S`) is told with the statement parsed last.
 */
export function readsMessages({ hasStartup, each }: Reader): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let started = !hasStartup
  let parsed = ''
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const head = started ? 1 : 0
      if (rest.length < head + 4) return
      const length = rest.readInt32BE(head)
      if (rest.length < head + length) return
      const body = rest.subarray(head + 4, head + length)
      if (started) {
        const kind = String.fromCharCode(rest[0] ?? 0)
        if (kind === 'P') parsed = textAt(body, body.indexOf(0) + 1)
        each(kind, kind === 'Q' ? textAt(body, 0) : kind === 'S' ? parsed : '')
      } else if (body.readInt32BE(0) !== SSL_REQUEST) started = true
      rest = rest.subarray(head + length)
    }
  }
}

const textAt = (body: Buffer, from: number) => body.toString('utf8', from, body.indexOf(0, from))

/** `hasStartup`: the first message of the asking side bears no letter. */
type Reader = { hasStartup: boolean; each: (kind: string, text: string) => void }
