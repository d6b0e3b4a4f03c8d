import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { readsMessages } from './postgres-messages'

/**
 * A TCP proxy in front of PostgreSQL that can fail as a network does: cut, stall, delay, and keep back the answer to one
 * statement after the database has carried it out. It counts statements (each end of a round trip of the protocol, whatever the
 * code above it looks like), so that a sweep over all of them needs no mark in the product and misses no new one.
 */
export async function openFaultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  const links = new Set<Link>()
  let [stalled, refusing, delay] = [false, false, 0]
  let watch: Watch | null = null
  const server = createServer((client) => {
    if (refusing) return void client.destroy()
    const upstream = connect(target)
    const link: Link = { client, upstream, held: false }
    links.add(link)
    const end = () => {
      links.delete(link)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      socket.on('error', end).on('close', end)
    }
    const asked = readsMessages({
      hasStartup: true,
      each: (kind, text) => {
        if (kind !== 'Q' && kind !== 'S') return
        if (!watch || watch.link) return
        watch.seen += 1
        if (watch.isIt(watch.seen, text)) watch.link = link
      },
    })
    const answered = readsMessages({
      hasStartup: false,
      each: (kind) => {
        if (kind !== 'Z' || watch?.link !== link) return
        // Carried out; whoever asked for it never hears of it.
        link.held = true
        const { reached } = watch
        watch = null
        reached()
      },
    })
    client.on('data', (chunk) => {
      asked(chunk)
      pass(chunk, upstream, () => stalled)
    })
    upstream.on('data', (chunk) => {
      answered(chunk)
      // What came with it goes with it: an answer is whole or it is none.
      pass(chunk, client, () => stalled || link.held || watch?.link === link)
    })
  })
  const pass = (chunk: Buffer, to: Socket, isHeld: () => boolean) => {
    const send = () => void (isHeld() || to.destroyed || to.write(chunk))
    if (delay > 0) setTimeout(send, delay)
    else send()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const { client, upstream } of links) {
      client.destroy()
      upstream.destroy()
    }
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    stall: (on) => {
      stalled = on
    },
    refuse: (on) => {
      refusing = on
      if (on) cut()
    },
    slow: (millis) => {
      delay = millis
    },
    holdAnswer: (isIt) =>
      new Promise<void>((reached) => {
        watch = { isIt, seen: 0, link: null, reached }
      }),
    passAll: () => {
      const seen = watch?.seen ?? 0
      watch = null
      return seen
    },
    close: () => {
      cut()
      server.close()
    },
  }
}

type Link = { client: Socket; upstream: Socket; held: boolean }
type Watch = {
  isIt: (nth: number, text: string) => boolean
  seen: number
  link: Link | null
  reached: () => void
}

export type FaultProxy = {
  port: number
  /** Ends every connection at once. */
  cut: () => void
  /** Nothing passes and nothing ends: what came meanwhile is lost, as are its connections. */
  stall: (on: boolean) => void
  /** As if nobody listened. */
  refuse: (on: boolean) => void
  /** Each way takes so much longer. */
  slow: (millis: number) => void
  /** Resolves when the statement that `isIt` names has been carried out; its answer and all after it are kept back. */
  holdAnswer: (isIt: (nth: number, text: string) => boolean) => Promise<void>
  /** No statement is waited for any more; how many were seen. */
  passAll: () => number
  close: () => void
}
