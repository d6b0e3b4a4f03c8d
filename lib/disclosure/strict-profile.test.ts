import { PgDialect } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { disclosurePreferences } from '@/db/schema/disclosure-preferences'
import { asked, givenConsentLife, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { now } from '@/lib/clock'
import { offeredAccounts } from '@/lib/consent/choose-accounts'
import { findConsentOfTpp } from '@/lib/consent/find-consent-of-tpp'
import { neverShare } from '@/lib/consent/never-share'
import { USE_CONSENT } from '@/lib/consent/use-consent.sql'
import { judgeQuestion } from '@/lib/funds/ask-funds.sql'
import { findNeverShared } from './find-never-shared'

// PSD2 Art. 66, 67: what a customer gives, third parties may read, and a bank has no no of its own. Rows that another profile has
// left behind change no answer.

const { psuId, accountId, approve } = await givenConsentLife()

test('the statements that use a consent do not know of standing preferences', () => {
  const ask = {
    consentId: 'c',
    tppId: 't',
    certificateThumbprint: 'x',
    bare: false,
    callId: 'i',
    token: null,
  }
  const { sql } = new PgDialect().sqlToQuery(judgeQuestion(ask, 'judge', { perHour: 1, perDay: 1 }))
  for (const statement of [USE_CONSENT, sql]) expect(statement).not.toContain('disclosure_preferences')
})

test('a no of another profile keeps nothing back and nobody from allowing, and none is taken', async () => {
  const no = { id: crypto.randomUUID(), psuId, createdAt: await now() }
  await database()
    .insert(disclosurePreferences)
    .values([
      { ...no, kind: 'never-this-account', about: accountId },
      { ...no, id: crypto.randomUUID(), kind: 'never-this-third-party', about: TPP },
    ])
  expect(await findNeverShared(psuId)).toEqual({ accounts: [], thirdParties: [] })
  const offered = await offeredAccounts({ restrictedTo: null, model: 'bankOffered' }, psuId)
  expect(offered.map(({ ineligible }) => ineligible)).toEqual([null])
  const { consentId } = await asked()
  await approve(consentId)
  expect(await statusOf(consentId)).toBe('valid')
  const shown = await findConsentOfTpp({ consentId, tppId: TPP, now: await now() })
  expect(shown?.access.accounts).toHaveLength(1)
  const never = { kind: 'never-this-third-party', about: TPP } as const
  await expect(neverShare({ psuId, never, requestId: null })).rejects.toThrow('knows no never-this')
  expect(await statusOf(consentId)).toBe('valid')
})
