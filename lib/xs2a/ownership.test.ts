import { expect, test } from 'vitest'
import { type Answered, send } from '@/e2e/fixtures/contract-call'
import { givenContractWorld } from '@/e2e/fixtures/contract-world'
import { foreignIdsOf } from '@/e2e/fixtures/foreign-ids'
import { ROUTES } from './routes'

// THR-06 over the whole route table: whoever asks for what is not theirs learns nothing, not even that it exists.

const world = await givenContractWorld()
const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
/** The secret of a link, another one each time. */
const LINKS = /pay_[\w-]{43}/g
/** What says when and to which request, and nothing of whose the id is. */
const OF_THE_MOMENT = new Set(['date', 'x-request-id', 'ratelimit'])

/** All that an observer could tell two answers apart by. */
function told({ status, headers, text }: Answered) {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_MOMENT.has(name))
  return JSON.parse(
    JSON.stringify({ status, headers: Object.fromEntries(kept), text })
      .replace(UUIDS, 'id')
      .replace(LINKS, 'link'),
  )
}

const cases = ROUTES.flatMap((route) => foreignIdsOf(route, world)).map(
  (one) => [`${one.route.method} ${one.route.path}`, one.whose, one] as const,
)

test.each(cases)(
  '%s tells of the %s what it tells of none',
  async (_, _whose, { route, nowhere, foreign }) => {
    const absent = await send(nowhere(await world.good(route)))
    expect(told(await send(await foreign(await world.good(route))))).toEqual(told(absent))
    // Asking for an account that a customer may name is no refusal yet; all else must be one.
    if (!route.operationId.startsWith('create') && route.method !== 'PUT')
      expect(absent.status).toBeGreaterThanOrEqual(400)
  },
)

test.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s is served to whom it belongs',
  async (_, route) => {
    const { status, text } = await send(await world.good(route))
    expect(Object.keys(route.answers), text).toContain(String(status))
  },
)

test('and nothing that was named in a call of somebody else has changed', async () => {
  const rows = await world.owner.query(
    `select c.status, a.sca_status from consents c join authorisations a on a.resource_id = c.id where c.tpp_id = $1`,
    ['PSDNL-DNB-8'],
  )
  expect(rows.rowCount).toBeGreaterThan(10)
  for (const row of rows.rows) expect(row).toEqual({ status: 'received', sca_status: 'received' })
  const used = await world.owner.query(
    `select distinct status from consents c where tpp_id = $1 and psu_id is not null
      and not exists (select from removals r where r.consent_id = c.id)`,
    ['PSDNL-DNB-8'],
  )
  expect(used.rows).toEqual([{ status: 'valid' }])
  const removals = await world.owner.query(`select distinct state from removals where tpp_id = $1`, [
    'PSDNL-DNB-8',
  ])
  expect(removals.rows).toEqual([{ state: 'asked' }])
  const payments = await world.owner.query(`select distinct status from payments where tpp_id = $1`, [
    'PSDNL-DNB-8',
  ])
  expect(payments.rows).toEqual([{ status: 'RCVD' }])
})
