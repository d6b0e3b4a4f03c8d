import 'server-only'
import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import type { ExportedRow } from './trail-export'

/** The members of a row's text, as `audit_text` writes them, with their types. */
const FORMS = {
  'audit_events/1': {
    table: sql`audit_events`,
    id: sql`id`,
    columns:
      'id, at, type, schema_version, actor, subject, psu_id, tpp_id, consent_id, request_id, detail, sealed_detail',
    types:
      'id uuid, at timestamptz, type text, schema_version smallint, actor text, subject text, psu_id uuid, tpp_id text, ' +
      'consent_id uuid, request_id text, detail jsonb, sealed_detail text',
    sealed: 'sealed_detail',
  },
  'access_log/1': {
    table: sql`access_log`,
    id: sql`call_id`,
    columns:
      'call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route, status, code, psu_present, ' +
      'continued, request_id, sealed_psu_address, items, corrects',
    types:
      'id uuid, at timestamptz, tpp_id text, certificate_thumbprint text, consent_id uuid, psu_id uuid, account_id uuid, ' +
      'method text, route text, status smallint, code text, psu_present boolean, continued boolean, request_id text, ' +
      'sealed_psu_address text, items integer, corrects timestamptz',
    sealed: 'sealed_psu_address',
  },
} as const

/**
 * Puts those rows of an export into the trail that it does not have, exactly as they were: each is hashed again as it stands there, and one
 * that is another throws. Returns them in the order of their time.
 */
export async function putBackRows(tx: Transaction, rows: readonly ExportedRow[]): Promise<ExportedRow[]> {
  const put: ExportedRow[] = []
  for (const [form, { table, id, columns, types, sealed }] of Object.entries(FORMS)) {
    const mine = rows.filter((row) => row.form === form)
    if (mine.length === 0) continue
    const texts = asArray(mine.map(({ text }) => text))
    const values = columns
      .split(', ')
      .map((column) =>
        column === sealed ? `decode(r.${sealed}, 'hex')` : `r.${column === 'call_id' ? 'id' : column}`,
      )
    const { rows: added } = await tx.execute<{ id: string; at: string; hash: string }>(sql`
      with added as (
        insert into ${table} as t (${sql.raw(columns)})
        select ${sql.raw(values.join(', '))} from unnest(${texts}) as given (line),
          jsonb_to_record(given.line::jsonb) as r (${sql.raw(types)})
        where not exists (select from ${table} held where held.at = r.at and held.${id} = r.id)
        on conflict do nothing returning t.*)
      select a.${id} as id, instant_text(a.at) as at, encode(sha256(convert_to(audit_text(a::${table}), 'UTF8')), 'hex') as hash
      from added a`)
    const byPlace = new Map(mine.map((row) => [`${row.id} ${row.at}`, row]))
    for (const { id, at, hash } of added) {
      const row = byPlace.get(`${id} ${at}`)
      if (!row || createHash('sha256').update(row.text).digest('hex') !== hash)
        throw new Error(`${id} does not stand in the trail as it was: nothing was taken from the export`)
      put.push(row)
    }
  }
  return put.toSorted((one, other) => (one.at < other.at ? -1 : 1))
}

/** As PostgreSQL reads an array of texts. */
function asArray(texts: readonly string[]): SQL {
  const list = `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
  return sql`${list}::text[]`
}
