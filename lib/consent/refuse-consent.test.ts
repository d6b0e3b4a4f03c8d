import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { refuseConsent } from './refuse-consent'

test('who refused without being identified is anonymous in the trail, never the house itself', async () => {
  const tppId = await givenTpp('PSDNL-DNB-41')
  const psuId = await givenPsu()
  const { consentId } = await givenConsent({ tppId, psuId, accounts: [], status: 'received' })
  await refuseConsent({ consentId, tppId, psuId: null, requestId: null, alongside: async () => undefined })
  const events = await database().select().from(auditEvents).where(eq(auditEvents.consentId, consentId))
  expect(events).toMatchObject([{ type: 'consent.refused', actor: 'anonymous', psuId: null }])
})
