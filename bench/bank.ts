import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded'
import { migrateDatabases } from '@/db/migrate'
import { onEnd } from '../scripts/children'
import { stopServers } from './server'

const ORGANISATION = {
  organizationIdentifier: 'PSDNL-DNB-BENCH',
  name: 'Bench B.V.',
  roles: ['PSP_AI'] as const,
}

/**
 * An empty bank of its own in a temporary folder: PostgreSQL, both databases migrated, the sandbox's certificates, two
 * certificates of one third party. Its addresses are set into `process.env` before anything that reads them is loaded.
 */
export async function openBenchBank(): Promise<BenchBank> {
  const home = await mkdtemp(join(tmpdir(), 'placet-bench-'))
  const postgres = await startSteady(home)
  const close = async () => {
    const { closeDatabases } = await import('@/db/connection')
    await closeDatabases()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
  // PostgreSQL runs in a session of its own and would outlive a bench that is interrupted.
  onEnd(async () => {
    await stopServers()
    await close()
  })
  try {
    return { ...(await furnish(home, postgres)), close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

async function furnish(home: string, postgres: EmbeddedPostgres): Promise<Omit<BenchBank, 'close'>> {
  const { DATABASE_URL, DATABASE_OWNER_URL, KEYS_DATABASE_URL, KEYS_DATABASE_OWNER_URL } = postgres
  const addresses = { DATABASE_URL, KEYS_DATABASE_URL }
  Object.assign(process.env, addresses, { PLACET_HOME: home, SANDBOX: 'on', LOG_LEVEL: 'warn' })
  // One third party asks everything here; `bench/flood.ts` sets a limit of its own.
  Object.assign(process.env, { LIMIT_TPP_PER_SECOND: '1000000', LIMIT_STRANGER_PER_SECOND: '1000000' })
  await migrateDatabases({
    main: { ownerUrl: DATABASE_OWNER_URL, applicationUrl: DATABASE_URL },
    keys: { ownerUrl: KEYS_DATABASE_OWNER_URL, applicationUrl: KEYS_DATABASE_URL },
  })
  const pid = await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8')
  const folder = join(home, 'sandbox')
  const { ensureSandboxPki } = await import('@/lib/sandbox/ensure-sandbox-pki')
  const { issueTppCertificates } = await import('@/lib/sandbox/issue-tpp-certificates')
  await ensureSandboxPki(folder)
  for (const out of ['tpp', 'other'])
    await issueTppCertificates({ folder, out: join(home, out), ...ORGANISATION })
  const ca = await readFile(join(folder, 'root.pem'), 'utf8')
  return {
    postmaster: Number.parseInt(pid, 10),
    superuserUrl: postgres.superuserUrl,
    tppId: ORGANISATION.organizationIdentifier,
    certificate: await readCertificate(join(home, 'tpp'), ca),
    otherCertificate: await readCertificate(join(home, 'other'), ca),
  }
}

/**
 * Without what PostgreSQL does by itself now and then, which would fall into one server's shot and not into another's; and
 * with a quarter of a small server's memory for its pages (docs/operating.md), which takes a second start.
 */
async function startSteady(home: string): Promise<EmbeddedPostgres> {
  const first = await startEmbeddedPostgres(home)
  const client = new Client(first.superuserUrl)
  await client.connect()
  await client.query(`alter system set autovacuum = off`)
  await client.query(`alter system set checkpoint_timeout = '1h'`)
  await client.query(`alter system set max_wal_size = '8GB'`)
  await client.query(`alter system set shared_buffers = '2GB'`)
  await client.end()
  await first.stop()
  return startEmbeddedPostgres(home)
}

async function readCertificate(folder: string, ca: string): Promise<TppCertificate> {
  const [cert, key] = await Promise.all(
    ['qwac.pem', 'qwac.key'].map((file) => readFile(join(folder, file), 'utf8')),
  )
  return { cert: cert ?? '', key: key ?? '', ca }
}

export type TppCertificate = { cert: string; key: string; ca: string }
export type BenchBank = {
  postmaster: number
  superuserUrl: string
  tppId: string
  certificate: TppCertificate
  /** Of the same third party, so that only the binding of the token can refuse it. */
  otherCertificate: TppCertificate
  close: () => Promise<void>
}
