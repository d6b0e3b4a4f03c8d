import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { exportParts } from '@/db/schema/exports'
import { copyOf, unpacked } from '@/e2e/fixtures/copy-of'
import { givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { findExports } from './find-exports'
import { COUNTED_MAX, heldAbout } from './held-about'

const PERMISSIONS = 300
/** Every other day of two years. */
const LOOKS = 365
const HEAP_MAX = 120 * 1024 * 1024
/** A piece may be one text larger than it is meant to be, and grows by a third in base64. */
const PART_MAX = 512 * 1024

test('300 permissions and two years of looks are copied in pieces, none of it ever whole in memory', async () => {
  const tppId = await givenTpp('PSDNL-DNB-MUCH')
  const psuId = await givenPsu()
  for (let made = 0; made < PERMISSIONS; made++) await givenConsent({ tppId, psuId, accounts: [] })
  await database().execute(sql`
    insert into access_log (call_id, at, tpp_id, consent_id, psu_id, method, route, status, psu_present)
    select gen_random_uuid(), now() - day * interval '2 days', tpp_id, id, psu_id, 'GET', '/v1/accounts', 200, false
    from consents, generate_series(0, ${LOOKS - 1}) day where psu_id = ${psuId}`)
  const looks = (await heldAbout(psuId)).find(({ table }) => table === 'access_log')
  expect(looks?.entries).toBe(COUNTED_MAX)
  const before = process.memoryUsage().heapUsed
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed - before)
  }, 20)
  const file = await copyOf(psuId)
  clearInterval(watch)
  expect(most).toBeLessThan(HEAP_MAX)
  const text = unpacked(file).get('data/access_log.json') ?? ''
  expect(text.length).toBeGreaterThan(30_000_000)
  expect(JSON.parse(text).rows).toHaveLength(PERMISSIONS * LOOKS)
  const [{ id } = { id: '' }] = await findExports(psuId)
  const [parts] = await database()
    .select({ count: sql<number>`count(*)::int`, largest: sql<number>`max(length(sealed_part))::int` })
    .from(exportParts)
    .where(eq(exportParts.exportId, id))
  expect(parts?.count).toBeGreaterThan(5)
  expect(parts?.largest).toBeLessThan(PART_MAX)
})
