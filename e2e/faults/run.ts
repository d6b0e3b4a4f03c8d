import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@/db/embedded'
import { migrateDatabases } from '@/db/migrate'
import { freePort } from '@/e2e/fixtures/free-port'

// npm run test:faults: a database and a sandbox of its own in a folder that is removed at the end.
const home = await mkdtemp(join(tmpdir(), 'placet-faults-'))
const postgres = await startEmbeddedPostgres(home)
const end = async (code: number) => {
  await postgres.stop().catch(() => undefined)
  await rm(home, { recursive: true, force: true })
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(130))
try {
  await migrateDatabases({
    main: { ownerUrl: postgres.DATABASE_OWNER_URL, applicationUrl: postgres.DATABASE_URL },
    keys: { ownerUrl: postgres.KEYS_DATABASE_OWNER_URL, applicationUrl: postgres.KEYS_DATABASE_URL },
  })
  const sinkPort = await freePort()
  Object.assign(process.env, {
    DATABASE_URL: postgres.DATABASE_URL,
    KEYS_DATABASE_URL: postgres.KEYS_DATABASE_URL,
    PLACET_HOME: home,
    SANDBOX: 'on',
    LOG_LEVEL: process.env.FAULTS_SHOW ? 'warn' : 'silent',
    LIMIT_TPP_PER_SECOND: '1000000',
    LIMIT_STRANGER_PER_SECOND: '1000000',
    LIMIT_PEOPLE_PER_MINUTE: '1000000',
    CONNECTIONS_PER_SOURCE_MAX: '1000000',
    EGRESS_ALLOWED: `localhost:${sinkPort}`,
    EGRESS_TRUST_FILE: join(home, 'sandbox', 'root.pem'),
    // The instances' own jobs make a checkpoint each minute, and tell this witness of it.
    WITNESS_DIRECTORY: join(home, 'witness'),
  })
  // Only now: what is loaded reads the environment once.
  const { runFaults } = await import('./run-faults')
  const witness = join(home, 'witness')
  const sound = await runFaults({ postgres, sinkPort, witness, only: process.argv.slice(2) })
  await end(sound ? 0 : 1)
} catch (thrown) {
  console.error(thrown)
  await end(1)
}
