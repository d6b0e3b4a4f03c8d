import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { outbox } from '@/db/schema/outbox'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { refuseConsent } from './refuse-consent'
import { terminateConsent } from './terminate-consent'

const { approve } = await givenConsentLife()

/** What the third party is told of it, in order. */
const toldOf = async (consentId: string) =>
  (
    await database()
      .select({ type: outbox.type, detail: outbox.detail })
      .from(outbox)
      .where(and(eq(outbox.consentId, consentId), eq(outbox.audience, 'tpp')))
      .orderBy(outbox.sequence)
  ).map(({ type, detail }) => [type, detail.authorisationId, detail.scaStatus])

test('an authorisation that nobody finishes fails, and the third party is told before the consent ends', async () => {
  const refused = await asked()
  await refuseConsent({
    ...refused,
    tppId: TPP,
    psuId: null,
    requestId: null,
    alongside: async () => undefined,
  })
  expect(await toldOf(refused.consentId)).toEqual([
    ['authorisation.changed', refused.authorisationId, 'failed'],
    ['consent.refused', undefined, undefined],
  ])
  const ended = await asked()
  await terminateConsent({ ...ended, tppId: TPP, requestId: null })
  expect(await toldOf(ended.consentId)).toMatchObject([
    ['authorisation.changed', ended.authorisationId, 'failed'],
    ['consent.terminated', undefined, undefined],
  ])
})

test('one that is finished is finalised, and stays so when the consent ends', async () => {
  const { consentId, authorisationId } = await asked()
  await approve(consentId)
  await terminateConsent({ consentId, tppId: TPP, requestId: null })
  expect(await toldOf(consentId)).toMatchObject([
    ['authorisation.changed', authorisationId, 'finalised'],
    ['consent.approved', undefined, undefined],
    ['consent.terminated', undefined, undefined],
  ])
})
