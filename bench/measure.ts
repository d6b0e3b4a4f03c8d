import type { Client } from './client'
import { cpuSeconds } from './cpu'
import type { Shot } from './rounds'

/** What a server does for its answers after they have left (writing measurements, say) belongs to their price. */
const SETTLE_MILLIS = 1_100

/**
 * The CPU that answering these requests costs the server's process tree and PostgreSQL's, per request. The first
 * request of each connection is not counted: opening connections is no part of a read. Throws on any answer but 200.
 */
export async function shoot({ client, connections, requests, pid, postmaster }: Shoot): Promise<Shot> {
  await client.open()
  try {
    await expectServed(client, requests.slice(0, connections))
    const counted = requests.slice(connections)
    const before = { app: cpuSeconds([pid]), database: cpuSeconds([postmaster]) }
    await expectServed(client, counted)
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLIS))
    const perRequest = 1_000_000 / counted.length
    const app = (cpuSeconds([pid]) - before.app) * perRequest
    const database = (cpuSeconds([postmaster]) - before.database) * perRequest
    return { app, database, total: app + database }
  } finally {
    client.close()
  }
}

/** Sends all. Throws on any answer but 200: a refusal is cheaper than an answer. */
export async function expectServed(client: Client, requests: readonly string[]): Promise<void> {
  const answers = await client.send(requests)
  const other = answers.find(({ status }) => status !== 200)
  if (other) throw new Error(`A measured request was answered ${other.status}: ${other.body}`)
}

type Shoot = {
  client: Client
  connections: number
  requests: readonly string[]
  pid: number
  postmaster: number
}
