import 'server-only'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { schemaOf } from './back-up'
import { type BackupOf, MUST_BE_EMPTY } from './backed-up'
import { fence } from './fence'
import { fileOf, type Manifest, readWhole } from './manifest'

/**
 * Puts a backup into an empty database of the same schema, and fences it: in one transaction, so that there is no moment in which
 * somebody finds it without its fence, and a restore that was cut off has done nothing. Every file is checked first. Throws, with nothing
 * changed, where the backup is not whole, is of another schema or database, or the database is not empty or in use.
 */
export async function restore({ folder, of, digest, ownerUrl, applicationUrl }: Restore): Promise<Restored> {
  const manifest = await readWhole({ folder, of, digest })
  const owner = new Client(ownerUrl)
  await owner.connect()
  try {
    await requireFit(owner, manifest, new URL(applicationUrl).username)
    await owner.query('begin')
    await requireEmpty(owner, of)
    if (manifest.months)
      await owner.query('select ensure_partitions($1::date, $2::date)', [...manifest.months])
    for (const table of manifest.tables) await readTable(owner, folder, table)
    await setSequences(owner)
    const fenced = of === 'main' ? await fence(owner, { takenAt: manifest.takenAt }) : null
    if (of === 'main') await queueJobs(applicationUrl, manifest.jobs)
    await owner.query('commit')
    return {
      takenAt: manifest.takenAt,
      rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
      fenced,
    }
  } finally {
    // What is still open is rolled back by this.
    await owner.end()
  }
}

async function requireFit(owner: Client, { schema }: Manifest, application: string): Promise<void> {
  if ((await schemaOf(owner)) !== schema)
    throw new Error(
      'The backup is of another version of the schema: restore it with that version, then migrate',
    )
  const { rows } = await owner.query<{ sessions: number }>(
    'select count(*)::int as sessions from pg_stat_activity where datname = current_database() and usename = $1',
    [application],
  )
  if (rows[0]?.sessions !== 0)
    throw new Error('An instance is connected to this database: stop all of them first')
}

async function requireEmpty(owner: Client, of: BackupOf): Promise<void> {
  for (const table of MUST_BE_EMPTY[of]) {
    // Held until the end: nobody writes beside it.
    await owner.query(`lock table ${table} in access exclusive mode`)
    const { rowCount } = await owner.query(`select from ${table} limit 1`)
    if (rowCount !== 0) throw new Error(`${table} is not empty: nothing is restored over a bank`)
  }
}

async function readTable(owner: Client, folder: string, { name, columns, rows }: Manifest['tables'][number]) {
  const [table, list] = [
    owner.escapeIdentifier(name),
    columns.map((one) => owner.escapeIdentifier(one)).join(', '),
  ]
  const copy = owner.query(copyFrom(`copy ${table} (${list}) from stdin`))
  await pipeline(createReadStream(fileOf(folder, name)), createGunzip(), copy)
  if (copy.rowCount !== rows) throw new Error(`${name} has ${copy.rowCount} rows instead of ${rows}`)
}

/** A copy brings numbers along and leaves the counters of their columns behind. */
async function setSequences(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ table: string; column: string; sequence: string }>(
    `select c.relname as table, a.attname as column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> ''`,
  )
  for (const { table, column, sequence } of rows)
    await owner.query(
      `select setval($1, coalesce((select max(${owner.escapeIdentifier(column)}) from ${owner.escapeIdentifier(table)}), 0) + 1, false)`,
      [sequence],
    )
}

/** Each is harmless when repeated, and one whose object does not come is, too: so these may stand although the rest does not. */
async function queueJobs(applicationUrl: string, jobs: Manifest['jobs']): Promise<void> {
  const application = new Client(applicationUrl)
  await application.connect()
  try {
    for (const { task, payload, runAt, attempts, key, queue } of jobs)
      await application.query(
        `select graphile_worker.add_job($1, $2::json, run_at => $3::timestamptz, max_attempts => $4, job_key => $5, queue_name => $6)`,
        [task, JSON.stringify(payload), runAt, attempts, key, queue],
      )
  } finally {
    await application.end()
  }
}

type Restore = {
  folder: string
  of: BackupOf
  /** Of the manifest, from a place that who writes backups cannot change. */
  digest?: string | undefined
  ownerUrl: string
  applicationUrl: string
}
type Restored = { takenAt: string; rows: number; fenced: Record<string, number> | null }
