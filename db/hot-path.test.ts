import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hotQuery } from './hot-path'

const owner = new Client(process.env.DATABASE_OWNER_URL)

beforeAll(async () => {
  await owner.connect()
  await owner.query('create table things (id text primary key, part xid8 default pg_current_xact_id())')
  await owner.query('grant select, insert, update on things to placet_app')
  // A connection prepares a statement by itself; what goes together is known already.
  for (const _ of [1, 2])
    await Promise.all([keep('known 1', 'a'), keep('known 2', 'b'), divide(1), divide(1)])
})
afterAll(() => owner.end())

test('one that fails takes none of those with it that went together', async () => {
  const asked = await Promise.allSettled([keep('x'), divide(0), keep('y'), divide(2), keep('x'), keep('z')])
  expect(asked.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  const { rows } = await owner.query(`select id from things where id in ('x', 'y', 'z') order by id`)
  expect(rows).toEqual([{ id: 'x' }, { id: 'y' }, { id: 'z' }])
})

test('a statement that does not exist is refused each time, and the line goes on', async () => {
  const wrong = () => hotQuery({ name: 'things.wrong', text: 'select nothing from nowhere', values: [] })
  await expect(wrong()).rejects.toMatchObject({ code: '42P01' })
  await expect(wrong()).rejects.toMatchObject({ code: '42P01' })
  expect(await divide(4)).toEqual([{ share: 3 }])
})

test('those that come while others are under way share a transaction, each with its own rows', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `shared ${index}`)
  const answers = await Promise.all(names.map((name) => keep(name)))
  expect(answers).toEqual(names.map((id) => [{ id }]))
  const { rows } = await owner.query(
    `select count(distinct part)::int as parts from things where id like 'shared %'`,
  )
  expect(rows[0].parts).toBeLessThan(5)
})

test('what is answered is committed', async () => {
  await Promise.all([keep('lasting 1'), keep('lasting 2')])
  const { rows } = await owner.query(`select 1 from things where id like 'lasting %'`)
  expect(rows).toHaveLength(2)
})

test('who waits for a lock longer than a group may waits by himself, and the others are answered', async () => {
  await owner.query('begin')
  await owner.query(`update things set part = part where id = 'known 1'`)
  const held = hotQuery({
    name: 'things.touch',
    text: 'update things set part = part where id = $1',
    values: ['known 1'],
  })
  expect(await keep('beside')).toEqual([{ id: 'beside' }])
  await owner.query('commit')
  expect(await held).toEqual([])
})

test('values arrive as they were given', async () => {
  const at = new Date('2026-01-15T10:00:00.123Z')
  const values = [
    ['a"b\\c', null, '{,}'],
    [Buffer.from([0, 92, 255])],
    Buffer.from([1, 2]),
    at,
    { a: [1] },
    7,
    true,
  ]
  const [row] = await hotQuery({
    name: 'things.values',
    text: `select $1::text[] as texts, $2::bytea[] as many, $3::bytea as bytes, $4::timestamptz as at, $5::jsonb as json,
                  $6::int as number, $7::boolean as yes, $8::text as nothing`,
    values: [...values, null],
  })
  const [texts, many, bytes, , json, number, yes] = values
  expect(row).toEqual({ texts, many, bytes, at, json, number, yes, nothing: null })
})

const keep = (id: string, order = id) =>
  hotQuery<{ id: string }>({
    name: 'things.keep',
    text: 'insert into things (id) values ($1) returning id',
    values: [id],
    order,
  }).catch((thrown) => {
    if (id.startsWith('known')) return []
    throw thrown
  })

const divide = (by: number) =>
  hotQuery<{ share: number }>({ name: 'things.divide', text: 'select 12 / $1::int as share', values: [by] })
