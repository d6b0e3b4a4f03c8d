import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { interfaceHours } from '@/db/schema/measurements'
import { findAvailability, percentAnswered } from './find-availability'
import { foldHours } from './fold-hours'

async function measured(minutesAgo: number, causes: ('bank' | 'caller' | null)[], channel = 'tpp') {
  for (const cause of causes)
    await database().execute(sql`
      insert into request_measurements (id, at, channel, route, status, duration_micros, error_cause)
      values (gen_random_uuid(), placet_now() - make_interval(mins => ${minutesAgo}::int), ${channel}, '/v1/accounts', 200, 1,
              ${cause})`)
}

test('what nobody measured is no figure', async () => {
  await foldHours()
  const nothing = await findAvailability(30)
  expect(nothing).toEqual({ days: 30, calls: 0, faults: 0, since: null })
  expect(percentAnswered(nothing)).toBeNull()
})

test('one call in ten thousand that failed is not rounded away', () => {
  expect(percentAnswered({ calls: 1_000_000, faults: 1 })).toBe(99.99)
  expect(percentAnswered({ calls: 3, faults: 0 })).toBe(100)
  expect(percentAnswered({ calls: 3, faults: 3 })).toBe(0)
})

test('calls of third parties count, by the bank’s own faults alone; counting again adds nothing', async () => {
  await measured(180, ['bank', 'caller', null])
  await measured(1, ['bank', null])
  await measured(1, ['bank'], 'customer')
  await foldHours()
  await measured(1, [null])
  await foldHours()
  await foldHours()
  expect(await findAvailability(30)).toMatchObject({ calls: 6, faults: 2, since: expect.any(Date) })
})

test('what is older than the days asked for is not in them', async () => {
  await database()
    .insert(interfaceHours)
    .values({ hour: sql`date_trunc('hour', placet_now()) - interval '40 days'`, calls: 100, faults: 100 })
  expect((await findAvailability(30)).calls).toBe(6)
  expect((await findAvailability(90)).calls).toBe(106)
})
