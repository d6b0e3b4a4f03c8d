import { sql } from 'drizzle-orm'
import { check, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { JWK } from 'jose'
import { instant, sealed } from './columns'

/**
 * Keys whose signatures are checked for years. State is derived, never stored: without `signsFrom` a key is only published; with
 * it and without `signsUntil` it signs, at most one at a time; from `signsUntil` on it is retired. The public half stays
 * published for good, with the time in which it signed. The private half is destroyed as the key retires, so that nobody can
 * date anything back with it.
 */
export const lastingKeys = (name: string) =>
  pgTable(
    name,
    {
      kid: text().primaryKey(),
      publicJwk: jsonb().$type<JWK>().notNull(),
      sealedPrivateJwk: sealed(),
      createdAt: instant().notNull(),
      signsFrom: instant(),
      signsUntil: instant(),
    },
    (table) => [
      check(
        `${name}_retired_is_destroyed`,
        sql`(${table.signsUntil} is null) = (${table.sealedPrivateJwk} is not null)`,
      ),
      uniqueIndex(`${name}_one_signs`)
        .on(sql`(true)`)
        .where(sql`${table.signsFrom} is not null and ${table.signsUntil} is null`),
    ],
  )

export type LastingKeys = ReturnType<typeof lastingKeys>
