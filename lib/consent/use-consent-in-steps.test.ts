import { createHash, randomUUID } from 'node:crypto'
import { and, eq, gt, isNull, or } from 'drizzle-orm'
import fc from 'fast-check'
import { v7 as newId } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { consentAccounts } from '@/db/schema/consent-versions'
import { CONSENT_STATUSES, consents } from '@/db/schema/consents'
import { holds } from '@/db/schema/holds'
import { oauthRecords } from '@/db/schema/oauth-records'
import { tpps } from '@/db/schema/tpps'
import { givenAccount, givenConsent, givenPsu, givenToken, givenTpp } from '@/e2e/fixtures/given-consent'
import { now } from '@/lib/clock'
import { useConsent } from './use-consent'

const [ACTIVE, PAUSED] = ['PSDNL-DNB-ACTIVE', 'PSDNL-DNB-PAUSED']
let psuId: string
let covered: string

beforeAll(async () => {
  await Promise.all([givenTpp(ACTIVE), givenTpp(PAUSED)])
  await database().update(tpps).set({ status: 'paused' }).where(eq(tpps.id, PAUSED))
  psuId = await givenPsu()
  covered = await givenAccount({ psuId })
})

/** Everything that one call's verdict hangs on; a good call has the first of each. */
const situations = fc.record({
  tppId: often(ACTIVE, PAUSED),
  status: often('valid', ...CONSENT_STATUSES),
  over: often(false, true),
  hold: often(null, 'in force', 'over', 'lifted'),
  token: often('good', 'unknown', 'expired', 'of another', 'bound elsewhere', 'unbound'),
  account: often('covered', 'stranger'),
  balances: often(true, false),
})

function often<const First, const Rest>(first: First, ...rest: Rest[]): fc.Arbitrary<First | Rest> {
  return fc.oneof(
    { arbitrary: fc.constant(first), weight: 4 },
    { arbitrary: fc.constantFrom(first, ...rest), weight: 1 },
  )
}

type Situation = typeof situations extends fc.Arbitrary<infer T> ? T : never

async function arrange({ tppId, status, over, hold, token, account, balances }: Situation) {
  const past = new Date(Date.now() - 60_000)
  const { consentId, grantId } = await givenConsent({
    tppId,
    psuId,
    status,
    accounts: [{ accountId: covered, balances }],
    ...(over && { endsAt: past }),
  })
  if (hold !== null)
    await database()
      .insert(holds)
      .values({
        id: randomUUID(),
        consentId,
        placedBy: 'customer',
        reason: 'pause',
        placedAt: past,
        ...(hold === 'over' && { until: past }),
        ...(hold === 'lifted' && { liftedAt: past }),
      })
  const value = await givenToken({
    grantId: token === 'of another' ? 'another' : grantId,
    ...(token !== 'unbound' && { certificateThumbprint: token === 'bound elsewhere' ? 'other' : 'cert' }),
    ...(token === 'expired' && { expiresAt: past }),
  })
  const hash = createHash('sha256')
    .update(token === 'unknown' ? 'invented' : value)
    .digest()
  return { consentId, tppId, hash, accountId: account === 'covered' ? covered : randomUUID() }
}

/** The same decision, step by step, as the schema and the rules say it. */
async function inSteps({
  consentId,
  tppId,
  hash,
  accountId,
}: Awaited<ReturnType<typeof arrange>>): Promise<string> {
  const at = await now()
  const own = and(eq(consents.id, consentId), eq(consents.tppId, tppId))
  const [consent] = await database().select().from(consents).where(own)
  if (!consent) return 'consent_unknown'
  const [tpp] = await database().select().from(tpps).where(eq(tpps.id, tppId))
  if (tpp?.status !== 'active') return 'certificate_blocked'
  if (consent.status === 'expired' || (consent.status === 'valid' && consent.endsAt <= at))
    return 'consent_expired'
  if (consent.status !== 'valid') return 'consent_invalid'
  const inForce = and(
    eq(holds.consentId, consentId),
    isNull(holds.liftedAt),
    or(isNull(holds.until), gt(holds.until, at)),
  )
  if ((await database().select().from(holds).where(inForce)).length > 0) return 'consent_invalid'
  const shown = and(eq(oauthRecords.model, 'AccessToken'), eq(oauthRecords.id, hash))
  const [token] = await database().select().from(oauthRecords).where(shown)
  if (!token) return 'token_unknown'
  if (token.expiresAt && token.expiresAt <= at) return 'token_expired'
  if (token.grantId !== consent.grantId || token.certificateThumbprint !== 'cert') return 'token_invalid'
  const rights = await database()
    .select()
    .from(consentAccounts)
    .where(and(eq(consentAccounts.consentId, consentId), eq(consentAccounts.version, consent.version)))
  const right = rights.find((one) => one.accountId === accountId)
  if (!right) return 'resource_unknown'
  return right.balances ? 'granted' : 'consent_invalid'
}

test('the one statement decides exactly like the same rules taken step by step', async () => {
  const verdicts = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(situations, async (situation) => {
      const { hash, ...asked } = await arrange(situation)
      const expected = await inSteps({ hash, ...asked })
      const answer = await useConsent({
        ...asked,
        certificateThumbprint: 'cert',
        token: { hash, keyThumbprint: null, proof: null },
        bare: false,
        endpoint: 'balances',
        needs: { balances: true, transactions: false },
        psuPresent: true,
        continued: false,
        historyFrom: null,
        callId: newId(),
        method: 'GET',
        route: '/v1/accounts/{account-id}/balances',
        requestId: randomUUID(),
        sealedPsuAddress: null,
      })
      const verdict = answer.refusal?.code ?? 'granted'
      expect(verdict).toBe(expected)
      const rows = await database().select().from(accessLog).where(eq(accessLog.consentId, asked.consentId))
      expect(rows).toHaveLength(verdict === 'granted' ? 1 : 0)
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
    }),
    { numRuns: 150, seed: 2026 },
  )
  // The cases are worth something only if each verdict was reached.
  expect([...verdicts.keys()].sort()).toEqual([
    'certificate_blocked',
    'consent_expired',
    'consent_invalid',
    'granted',
    'resource_unknown',
    'token_expired',
    'token_invalid',
    'token_unknown',
  ])
})
