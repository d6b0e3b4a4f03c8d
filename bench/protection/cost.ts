import { openBenchBank } from '../bank'
import { pinLoad, stopServers } from '../server'

// npm run bench:protection: what encryption at rest, the row of the access log and its place in the tree cost a read.
pinLoad()
const bank = await openBenchBank()
try {
  const { measureProtection } = await import('./measure-protection')
  await measureProtection(bank)
} finally {
  await stopServers()
  await bank.close()
}
