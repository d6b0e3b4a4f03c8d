import 'server-only'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type BackupOf, NOT_BACKED_UP } from './backed-up'
import { digestOf, fileOf, MANIFEST, type Manifest } from './manifest'

/**
 * Writes every row of one database into an empty folder, as it was at one moment, while the bank runs: one read-only snapshot, a table
 * after the other, any size in constant memory. The manifest is written last, so that a backup that was cut off is none. As the owner;
 * `applicationUrl` reads the queue of jobs, which belongs to the application, in the same snapshot.
 */
export async function backUp({ folder, of, ownerUrl, applicationUrl }: BackUp): Promise<BackedUp> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty`)
  const owner = new Client(ownerUrl)
  const application = new Client(applicationUrl)
  await Promise.all([owner.connect(), application.connect()])
  try {
    await owner.query('begin isolation level repeatable read read only')
    const { rows } = await owner.query<{ id: string; at: Date }>(
      'select pg_export_snapshot() as id, now() as at',
    )
    const [snapshot] = rows
    if (!snapshot) throw new Error('The database gave no snapshot')
    const tables = []
    for (const table of await tablesOf(owner)) tables.push(await writeTable(owner, folder, table))
    const manifest: Manifest = {
      format: 'placet/backup/1',
      of,
      takenAt: snapshot.at.toISOString(),
      schema: await schemaOf(owner),
      months: of === 'main' ? await monthsOf(owner) : null,
      tables,
      jobs: of === 'main' ? await jobsOf(application, snapshot.id) : [],
    }
    const text = JSON.stringify(manifest, null, 2)
    await writeFile(join(folder, `${MANIFEST}.new`), text, { mode: 0o600 })
    await rename(join(folder, `${MANIFEST}.new`), join(folder, MANIFEST))
    return { ...manifest, digest: digestOf(Buffer.from(text)) }
  } finally {
    await Promise.all([owner.end(), application.end()])
  }
}

/** The newest migration that this database has; the rows fit no other schema for certain. */
export async function schemaOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ hash: string }>(
    'select string_agg(hash, $1 order by id) as hash from drizzle.__drizzle_migrations',
    [' '],
  )
  return createHash('sha256')
    .update(rows[0]?.hash ?? '')
    .digest('hex')
}

/** Those that hold rows themselves or by their parts; what is computed of others is computed again. */
async function tablesOf(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and c.relname <> all ($1)
     group by 1 order by 1`,
    [NOT_BACKED_UP],
  )
  return rows
}

async function writeTable(client: Client, folder: string, { name, columns }: Table) {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  // Of a partitioned table only a query gives the rows of its parts.
  const copy = client.query(copyTo(`copy (select ${list} from ${client.escapeIdentifier(name)}) to stdout`))
  const hash = createHash('sha256')
  const hashed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(
    copy,
    createGzip({ level: 1 }),
    hashed,
    createWriteStream(fileOf(folder, name), { mode: 0o600 }),
  )
  return { name, columns, rows: copy.rowCount, sha256: hash.digest('hex') }
}

async function monthsOf(client: Client): Promise<[string, string] | null> {
  const { rows } = await client.query<{ first: string | null; last: string | null }>(
    `select min(at)::date::text as first, max(at)::date::text as last from (
       select min(at) as at from audit_events union all select max(at) from audit_events
       union all select min(at) from access_log union all select max(at) from access_log
       union all select min(at) from request_measurements union all select max(at) from request_measurements) t`,
  )
  const { first, last } = rows[0] ?? {}
  return first && last ? [first, last] : null
}

async function jobsOf(client: Client, snapshot: string): Promise<Manifest['jobs']> {
  await client.query('begin isolation level repeatable read read only')
  await client.query(`set transaction snapshot ${client.escapeLiteral(snapshot)}`)
  const { rows } = await client.query<Manifest['jobs'][number]>(
    `select j.task_identifier as task, p.payload, j.run_at::text as "runAt", j.max_attempts as attempts, j.key, j.queue_name as queue
     from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
     where j.attempts < j.max_attempts`,
  )
  return rows
}

type Table = { name: string; columns: string[] }
type BackUp = { folder: string; of: BackupOf; ownerUrl: string; applicationUrl: string }
/** `digest`: by which a restore knows it. */
type BackedUp = Manifest & { digest: string }
