import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { givenTpp, push } from '@/e2e/fixtures/oauth-tpp'
import { PENDING_MAX } from './limit-pending'

// THR-16: pushed requests fill no table.

test('too many pushed requests that nobody answered: no more of that client, and as many as it likes of others', async () => {
  const [tpp, other] = await Promise.all([givenTpp(), givenTpp()])
  await database().execute(sql`
    insert into oauth_records (model, id, client_id, sealed_payload, expires_at)
    select 'PushedAuthorizationRequest', sha256(convert_to(${tpp.org} || i, 'UTF8')), ${tpp.org}, 'x',
      placet_now() + interval '1 minute' from generate_series(1, ${PENDING_MAX - 1}) i`)
  expect((await push(tpp, { scope: 'openid' })).url).toBeDefined()
  await expect(push(tpp, { scope: 'openid' })).rejects.toMatchObject({
    error: 'temporarily_unavailable',
    status: 429,
  })
  expect((await push(other, { scope: 'openid' })).url).toBeDefined()
  await database().execute(
    sql`update oauth_records set expires_at = placet_now() where client_id = ${tpp.org}`,
  )
  expect((await push(tpp, { scope: 'openid' })).url).toBeDefined()
})
