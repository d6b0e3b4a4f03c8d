import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import { database } from '@/db/connection'
import { ledgerTransactions } from '@/db/schema/ledger'
import { VaultKey } from '@/lib/vault/vault-key'

const TIMES = 20_000
const LOOPS = 7

/** CPU in this process, microseconds: one customer's address sealed, one booking of the ledger opened, its JSON parsed too. */
export async function cipherCost(): Promise<{ seal: number; open: number; bytes: number }> {
  const [booking] = await database().select().from(ledgerTransactions).limit(1)
  // As many bytes as a booking has; what they say does not matter to a cipher.
  const bytes = booking?.sealedDetail.length ?? 0
  const secret = createSecretKey(randomBytes(32))
  const key = new VaultKey('bench', [{ id: randomUUID(), part: 'changing', secret, seals: true }])
  const overhead = key.seal('booking', '').length
  const sealed = key.seal('booking', 'x'.repeat(Math.max(0, bytes - overhead)))
  const seal = middleCost(() => key.seal('address', '192.0.2.10'))
  return { seal, open: middleCost(() => key.open('booking', sealed)), bytes }
}

function middleCost(work: () => void): number {
  const costs: number[] = []
  // The first loop is warming.
  for (let loop = 0; loop <= LOOPS; loop++) {
    const before = process.cpuUsage()
    for (let time = 0; time < TIMES; time++) work()
    const { user, system } = process.cpuUsage(before)
    if (loop > 0) costs.push((user + system) / TIMES)
  }
  return costs.toSorted((a, b) => a - b)[Math.floor(LOOPS / 2)] ?? Number.NaN
}
