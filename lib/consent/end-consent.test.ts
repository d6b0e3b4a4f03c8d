import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { oauthRecords } from '@/db/schema/oauth-records'
import { outbox } from '@/db/schema/outbox'
import { asked, eventsOf, givenConsentLife, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { givenToken } from '@/e2e/fixtures/given-consent'
import { now } from '@/lib/clock'
import { expireConsent } from './expire-consent'
import { findConsentOfTpp } from './find-consent-of-tpp'
import { findPermissions } from './find-permissions'
import { revokeConsent } from './revoke-consent'
import { terminateConsent } from './terminate-consent'

const { owner, psuId, stranger, approve } = await givenConsentLife()

test('a request that nobody answered can be withdrawn, even past its end, and its authorisation has failed', async () => {
  const { consentId, authorisationId } = await asked()
  await owner.query(`insert into sandbox_clock values (true, '200 days')`)
  const ended = await terminateConsent({ consentId, tppId: TPP, requestId: null })
  await owner.query('delete from sandbox_clock')
  expect(ended).toBe('terminated')
  expect(await statusOf(consentId)).toBe('terminatedByTpp')
  const [authorisation] = await database()
    .select()
    .from(authorisations)
    .where(eq(authorisations.id, authorisationId))
  expect(authorisation?.scaStatus).toBe('failed')
})

test("stopping somebody else's permission is refused like one that does not exist, and stops nothing", async () => {
  const { consentId } = await asked()
  await approve(consentId)
  await expect(revokeConsent({ consentId, psuId: stranger, requestId: null })).rejects.toMatchObject({
    code: 'consent_unknown',
  })
  await expect(revokeConsent({ consentId: randomUUID(), psuId, requestId: null })).rejects.toMatchObject({
    code: 'consent_unknown',
  })
  expect(await statusOf(consentId)).toBe('valid')
})

test('stopping ends status and tokens at once, is recorded once, and told to customer and third party', async () => {
  const { consentId } = await asked()
  const { grantId } = await approve(consentId)
  await givenToken({ grantId, certificateThumbprint: 'x' })
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => revokeConsent({ consentId, psuId, requestId: 'r' })),
  )
  expect(answers.filter(({ stoppedNow }) => stoppedNow)).toHaveLength(1)
  expect(await statusOf(consentId)).toBe('revokedByPsu')
  expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
  expect((await eventsOf(consentId)).filter(({ type }) => type === 'consent.revoked')).toHaveLength(1)
  const told = await database()
    .select({ audience: outbox.audience })
    .from(outbox)
    .where(and(eq(outbox.consentId, consentId), eq(outbox.type, 'consent.revoked')))
  expect(told.map(({ audience }) => audience).sort()).toEqual(['customer', 'tpp'])
})

test('what has ended stays ended', async () => {
  const { consentId } = await asked()
  await approve(consentId)
  await revokeConsent({ consentId, psuId, requestId: null })
  expect(await terminateConsent({ consentId, tppId: TPP, requestId: null })).toBe('already-final')
  await expect(approve(consentId)).rejects.toMatchObject({ code: 'already_decided' })
  expect(await statusOf(consentId)).toBe('revokedByPsu')
})

test('past its end a consent is expired for every reader before any job has said so', async () => {
  const { consentId } = await asked()
  await approve(consentId)
  await owner.query(`insert into sandbox_clock values (true, '181 days')`)
  const [permission] = await findPermissions({ psuId, consentId, now: await now() })
  const own = await findConsentOfTpp({ consentId, tppId: TPP, now: await now() })
  const stopped = await revokeConsent({ consentId, psuId, requestId: null })
  await expireConsent({ consentId })
  await owner.query('delete from sandbox_clock')
  expect(permission?.status).toBe('expired')
  expect(own?.status).toBe('expired')
  expect(stopped).toEqual({ stoppedNow: false })
  expect(await statusOf(consentId)).toBe('expired')
})
