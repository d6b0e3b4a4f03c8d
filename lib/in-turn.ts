/**
 * The same work, one run at a time and in the order asked for. Whoever waits for a call knows that every run before it is over,
 * too: a write by the clock has taken what was counted long before it stands in the database, and somebody who comes meanwhile,
 * finds nothing left to write and goes on (closes the connections, or looks) would lose it, or miss it.
 */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve()
  return () => {
    last = last.then(work, work)
    return last
  }
}
