import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import {
  givenAccount,
  givenApplication,
  givenConsent,
  givenPsu,
  givenTpp,
} from '@/e2e/fixtures/given-consent'
import { givenLife } from '@/e2e/fixtures/given-life'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { now } from '@/lib/clock'
import { consentReference } from '@/lib/consent/consent'
import { findConsentEvents } from '@/lib/consent/find-consent-events'
import { findByReference } from './find-permission'
import { findOpened, openPermission } from './open-permission'

afterEach(() => moveClock('0'))

const TPP = await givenTpp('PSDNL-DNB-LOOK')
await givenApplication(TPP, 'Example')
const REASON = 'She called and asks why it was refused.'

async function given() {
  const psuId = await givenPsu('Freja Thygesen')
  const accountId = await givenAccount({ psuId })
  return { psuId, ...(await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })) }
}

test('without a look of their own, and after fifteen minutes, nobody sees whose it is', async () => {
  const { consentId } = await given()
  const [staffId, other] = [await givenColleague('operate'), await givenColleague('operate')]
  const opened = async (by: string) => findOpened({ consentId, staffId: by, now: await now() })
  expect(await opened(staffId)).toBeNull()
  await openPermission({ consentId, staffId, reason: REASON, requestId: null, now: await now() })
  expect(await opened(other)).toBeNull()
  expect(await opened(staffId)).toMatchObject({ customer: 'Freja Thygesen' })
  await moveClock('15 minutes 10 seconds')
  expect(await opened(staffId)).toBeNull()
})

test('beside the name stands who is not of age, blocked, or has died by the books before that is written down', async () => {
  const { consentId, psuId } = await given()
  const look = { consentId, staffId: await givenColleague('operate'), now: await now() }
  await openPermission({ ...look, reason: REASON, requestId: null })
  const standing = async () => (await findOpened(look))?.standing
  expect(await standing()).toBeNull()
  await givenLife(psuId, { bornOn: `${look.now.getUTCFullYear() - 10}-01-01`, diedOn: null })
  expect(await standing()).toBe('minor')
  await givenLife(psuId, { bornOn: '1930-01-01', diedOn: '2020-01-01' })
  expect(await standing()).toBe('deceased')
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId))
  expect(await standing()).toBe('blocked')
})

test('a permission that is not there cannot be opened', async () => {
  const look = { consentId: randomUUID(), staffId: await givenColleague('operate'), reason: REASON }
  await expect(openPermission({ ...look, requestId: null, now: await now() })).rejects.toMatchObject({
    code: 'resource_unknown',
  })
})

test('the reference finds it without a name, an account or a whole pseudonym, however it is typed', async () => {
  const { consentId, psuId } = await given()
  const reference = consentReference(consentId)
  for (const typed of [
    reference,
    reference.toLowerCase(),
    ` ${reference.replaceAll('-', ' ')} `,
    consentId,
  ]) {
    const found = await findByReference(typed, await now())
    expect(found.map(({ id }) => id)).toContain(consentId)
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`Freja|DK50|${psuId}`))
  }
  for (const nothing of ['', 'CNS-OOOO-IIII', '%', "' or true --", 'CNS-2222-2222-2'])
    expect(await findByReference(nothing, await now())).toEqual([])
})

test('the customer reads in the history that staff looked, and why', async () => {
  const { consentId, psuId } = await given()
  const staffId = await givenColleague('operate')
  const since = await now()
  await openPermission({ consentId, staffId, reason: REASON, requestId: null, now: since })
  const events = await findConsentEvents({ consentId, psuId, tppId: TPP, since })
  expect(events).toMatchObject([{ type: 'consent.looked-at', reason: REASON }])
})
