import { asc, eq, sql } from 'drizzle-orm'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { ledgerHolders } from '@/db/schema/ledger'
import { notices } from '@/db/schema/notices'
import { givenAccount, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { planAll } from '@/e2e/fixtures/told-notices'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { planNotices } from './plan-notices'

const [anna, sam] = [await givenPsu(), await givenPsu('Sam')]
await givenTpp('PSDNL-DNB-JOINT')

test('a ledger that is slow locks no row and holds up nobody else', async () => {
  const { consentId } = await shareOfJoint()
  await passkeyRemoved()
  const ledger = await slowLedger()
  const planning = planNotices()
  await expect.poll(() => kindsOf(anna)).toEqual(['passkeyRemoved'])
  const { rows } = await database().execute(sql`
    select type from outbox where audience = 'customer' and sent_at is null and consent_id = ${consentId}
    for update nowait`)
  expect(rows).toEqual([{ type: 'consent.approved' }])
  await ledger.answers()
  await planning
  expect(await kindsOf(anna)).toEqual(['passkeyRemoved', 'allowed'])
  expect(await kindsOf(sam)).toEqual(['jointShared'])
})

test('what the ledger says of accounts that are no longer shared is told to nobody', async () => {
  const { consentId, left } = await shareOfJoint()
  const ledger = await slowLedger()
  const planning = planNotices()
  await ledger.isAsked()
  await ledger.change(
    `insert into consent_accounts (consent_id, version, account_id, balances, transactions, owner_name)
     values ($1, 2, $2, true, true, false)`,
    [consentId, left],
  )
  await ledger.change('update consents set version = 2 where id = $1', [consentId])
  await ledger.answers()
  await planning
  await planAll()
  expect(await kindsOf(sam)).toEqual(['jointShared'])
  expect(await kindsOf(anna)).toEqual(['passkeyRemoved', 'allowed', 'allowed'])
})

/** A permission that Anna has just given, about an account of Sam's, too, and about one (`left`) that is hers alone. */
async function shareOfJoint() {
  const [accountId, left] = [await givenAccount({ psuId: anna }), await givenAccount({ psuId: anna })]
  await database().insert(ledgerHolders).values({ accountId, psuId: sam, alone: true })
  const { consentId } = await givenConsent({
    tppId: 'PSDNL-DNB-JOINT',
    psuId: anna,
    accounts: [{ accountId }, { accountId: left }],
  })
  await database().transaction(async (tx) => {
    const of = { actor: `psu:${anna}`, subject: `consent:${consentId}`, psuId: anna, consentId } as const
    await recordEvent(tx, { at: await now(tx), type: 'consent.approved', tppId: 'PSDNL-DNB-JOINT', ...of })
  })
  return { consentId, left }
}

const passkeyRemoved = () =>
  database().transaction(async (tx) => {
    const of = { actor: `psu:${anna}`, subject: `psu:${anna}`, psuId: anna } as const
    await recordEvent(tx, { at: await now(tx), type: 'authenticator.removed', ...of })
  })

/** The ledger knows its holders, and does not say until it `answers`. */
async function slowLedger() {
  const owner = new Client(process.env.DATABASE_OWNER_URL)
  await owner.connect()
  await owner.query('begin; lock table ledger_holders in access exclusive mode')
  const waitingForLedger = async () => {
    const { rows } = await owner.query(
      `select from pg_locks where relation = 'ledger_holders'::regclass and not granted`,
    )
    return rows.length
  }
  return {
    isAsked: () => expect.poll(waitingForLedger).not.toBe(0),
    change: (text: string, values: string[]) => owner.query(text, values),
    answers: async () => {
      await owner.query('commit')
      await owner.end()
    },
  }
}

async function kindsOf(psuId: string): Promise<string[]> {
  const rows = await database()
    .select({ kind: notices.kind })
    .from(notices)
    .where(eq(notices.psuId, psuId))
    .orderBy(asc(notices.createdAt))
  return rows.map(({ kind }) => kind)
}
