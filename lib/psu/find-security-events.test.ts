import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { activate, givenCode, givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import { UP } from '@/e2e/fixtures/soft-authenticator'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { findSecurityEvents } from './find-security-events'

const at = async (psuId: string) => findSecurityEvents({ psuId, now: await now() })

test('nobody reads what happened to another, and no third party’s events are among them', async () => {
  const [anna, bert] = [await givenCustomer('Anna'), await givenCustomer('Bert')]
  await expect(signIn(anna.passkey, { flags: UP })).rejects.toMatchObject({ code: 'sca_failed' })
  await database().transaction(async (tx) => {
    const event = { at: await now(tx), psuId: bert.psuId, subject: `psu:${bert.psuId}` } as const
    await recordEvent(tx, { ...event, type: 'consent.approved', actor: `psu:${bert.psuId}` })
    await recordEvent(tx, {
      ...event,
      type: 'consent.looked-at',
      actor: 'staff:one',
      personal: { reason: 'A call' },
    })
  })
  expect((await at(anna.psuId)).map(({ type }) => type)).toEqual([
    'psu.authentication-failed',
    'authenticator.created',
    'activation.issued',
  ])
  const [look, ...rest] = await at(bert.psuId)
  expect(look).toMatchObject({ type: 'consent.looked-at', named: null })
  expect(rest.map(({ type }) => type)).toEqual(['authenticator.created', 'activation.issued'])
})

test('the latest twenty, newest first, each with the name it had then', async () => {
  const { psuId } = await givenCustomer()
  for (let more = 0; more < 10; more += 1) await activate(await givenCode(psuId))
  const events = await at(psuId)
  expect(events).toHaveLength(20)
  const times = events.map(({ at: time }) => time.getTime())
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  // What a further code of the bank makes is told as getting back in, and as a passkey.
  expect(events.slice(0, 2)).toMatchObject([
    { type: 'activation.reset', named: null },
    { type: 'authenticator.created', named: 'Passkey 11' },
  ])
})
