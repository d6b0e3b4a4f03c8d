import { beforeAll, expect, test } from 'vitest'
import { seedSandbox } from '@/db/seed'
import { PERSONAS } from '@/db/seed/personas'
import { now } from '@/lib/clock'
import { findPermissionOutlines } from './find-permission-outlines'
import { findPermissions } from './find-permissions'

let at: Date
beforeAll(async () => {
  at = await now()
  await seedSandbox({ now: at })
})

test.each(['freja', 'anna', 'maja', 'oskar'] as const)(
  'the few columns say of each permission of %s what the whole of it says, in the same order',
  async (persona) => {
    const psuId = PERSONAS[persona].id
    const whole = await findPermissions({ psuId, now: at })
    const outlines = await findPermissionOutlines({ psuId, withRights: true, now: at })
    expect(
      outlines.map(({ id, state, brand, rights }) => ({ id, state, brand, rights: rights.length })),
    ).toEqual(
      whole.map(({ id, state, tpp, rights }) => ({ id, state, brand: tpp.brand, rights: rights.length })),
    )
  },
)

test('some are read whole by their ids, in the same order, and another customer reads none of them', async () => {
  const psuId = PERSONAS.freja.id
  const ids = (await findPermissionOutlines({ psuId, withRights: false, now: at }))
    .map(({ id }) => id)
    .slice(3, 7)
  const some = await findPermissions({ psuId, consentIds: ids, now: at })
  expect(some.map(({ id }) => id)).toEqual(ids)
  expect(await findPermissions({ psuId: PERSONAS.bo.id, consentIds: ids, now: at })).toEqual([])
  expect(await findPermissions({ psuId, consentIds: [], now: at })).toEqual([])
})

test('what ended more than two years ago is not listed and not opened by its address either', async () => {
  const psuId = PERSONAS.freja.id
  const later = new Date(at)
  later.setUTCMonth(later.getUTCMonth() + 9)
  const edge = new Date(later)
  edge.setUTCFullYear(edge.getUTCFullYear() - 2)
  const before = await findPermissionOutlines({ psuId, withRights: false, now: at })
  const after = new Set(
    (await findPermissionOutlines({ psuId, withRights: false, now: later })).map(({ id }) => id),
  )
  const gone = before.filter(({ lastActionAt }) => lastActionAt <= edge)
  expect(gone.length).toBeGreaterThan(0)
  expect(gone.filter(({ id }) => after.has(id))).toEqual([])
  expect(after.size).toBe(before.length - gone.length)
  const [first] = gone
  expect(await findPermissions({ psuId, consentId: first?.id ?? '', now: later })).toEqual([])
})
