import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { coApprove } from '@/e2e/fixtures/co-approve'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenMandate } from '@/e2e/fixtures/given-mandate'
import { addDays, bankDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { shortenConsent } from '@/lib/consent/shorten-consent'
import { stopForPrincipal } from '@/lib/consent/stop-for-principal'
import { answerRemoval } from '@/lib/removal/answer-removal'
import { requestRemoval } from '@/lib/removal/request-removal'
import { destroyKey } from '@/lib/vault/vault'
import { EvidenceKeySet } from './evidence-file'
import { publishedEvidenceKeys } from './evidence-keys'
import { findReceipts } from './find-receipts'
import { makeReceipt } from './make-receipt'
import type { Receipt } from './receipt'
import { signEvidence } from './sign-evidence'
import { verifyReceipt } from './verify-receipt'

const { psuId, stranger, approve } = await givenConsentLife()

const newest = async (who: string, consentId: string): Promise<Receipt> => {
  const [entry] = await findReceipts({ consentId, psuId: who })
  const made = entry && (await makeReceipt({ consentId, psuId: who, eventId: entry.id, now: await now() }))
  if (!made) throw new Error('no receipt')
  return made
}
const judge = async (file: unknown) =>
  verifyReceipt(JSON.stringify(file), EvidenceKeySet.parse(await publishedEvidenceKeys()))

test("another's permission has no receipts, and one's own receipt is not there for anybody else", async () => {
  const { consentId } = await asked()
  await approve(consentId)
  const { id: eventId } = await newest(psuId, consentId)
  expect(await findReceipts({ consentId, psuId: stranger })).toEqual([])
  const at = await now()
  expect(await makeReceipt({ consentId, psuId: stranger, eventId, now: at })).toBeNull()
  expect(await makeReceipt({ consentId, psuId, eventId: consentId, now: at })).toBeNull()
})

test('a stop by somebody who acts for the customer names both of them, and none of it is theirs to fetch', async () => {
  const liv = await givenPsu('Liv Holm')
  await givenMandate({ agentId: liv, customerId: psuId })
  const { consentId } = await asked()
  await approve(consentId)
  await stopForPrincipal({ consentId, principalId: psuId, agentId: liv, requestId: null })
  const receipt = await newest(psuId, consentId)
  expect(receipt).toMatchObject({
    customer: { name: 'Anna Andersen' },
    decision: { what: 'stopped', by: 'agent', name: 'Liv Holm' },
    allowed: { version: 1 },
  })
  expect(await judge(await signEvidence(receipt))).toMatchObject({ valid: true })
  expect(await findReceipts({ consentId, psuId: liv })).toEqual([])
})

test('a change and a stop have receipts of their own, each with what stood then', async () => {
  const { consentId: id } = await asked()
  await approve(id)
  await shortenConsent({
    consentId: id,
    psuId,
    until: addDays(bankDay(await now(), 'Europe/Copenhagen'), 3),
    requestId: null,
  })
  await pauseByPsu({ consentId: id, psuId, requestId: null })
  await revokeConsent({ consentId: id, psuId, requestId: null })
  const entries = await findReceipts({ consentId: id, psuId })
  expect(entries.map(({ kind, what }) => [kind, what])).toEqual([
    ['stop', 'stopped'],
    ['change', 'paused'],
    ['change', 'shortened'],
    ['grant', 'allowed'],
  ])
  expect(await findReceipts({ consentId: id, psuId: stranger })).toEqual([])
  for (const { id: eventId, kind } of entries) {
    const made = await makeReceipt({ consentId: id, psuId, eventId, now: await now() })
    if (!made) throw new Error('no receipt')
    expect(await judge(await signEvidence(made)), kind).toMatchObject({ valid: true })
    expect(made.allowed?.version).toBe(kind === 'grant' ? 1 : 2)
    expect(made.allowed?.record.sentences === null).toBe(kind !== 'grant')
  }
})

test('of two holders each has a receipt of their own word, and reads by name who stopped it', async () => {
  const second = await givenPsu('Sam Lund')
  const together = await givenPaymentAccount({
    psuId,
    holders: [psuId, second].map((id) => ({ psuId: id, alone: false })),
  })
  const { consentId: id } = await asked()
  const rights = { balances: true, transactions: true, ownerName: false }
  await approve(id, { accounts: [{ accountId: together, card: false, ...rights }] })
  expect(await findReceipts({ consentId: id, psuId: second })).toEqual([])
  await coApprove(id, second)
  const [mine, theirs] = [await newest(psuId, id), await newest(second, id)]
  expect(mine).toMatchObject({ customer: { name: 'Anna Andersen' }, allowed: { version: 1 } })
  expect(theirs).toMatchObject({ customer: { name: 'Sam Lund' }, allowed: { version: 2 } })
  expect(await findReceipts({ consentId: id, psuId })).toHaveLength(1)
  await revokeConsent({ consentId: id, psuId: second, requestId: null })
  expect(await newest(psuId, id)).toMatchObject({
    decision: { what: 'stopped', by: 'holder', name: 'Sam Lund' },
    allowed: { version: 1 },
  })
  expect(await newest(second, id)).toMatchObject({ decision: { by: 'customer' }, allowed: { version: 2 } })
})

test('a request to delete and its answer have receipts, which are nobody else’s', async () => {
  const { consentId: id } = await asked()
  await approve(id)
  await revokeConsent({ consentId: id, psuId, requestId: null })
  const words = 'Also ask Example to delete my data'
  const { removalId } = await requestRemoval({
    consentId: id,
    psuId,
    sessionId: randomUUID(),
    requestId: null,
    locale: 'en',
    words,
  })
  expect(await newest(psuId, id)).toMatchObject({
    kind: 'removal',
    decision: { what: 'removal-asked', by: 'customer' },
    removal: { words, answerDue: null, answer: null, reason: null },
  })
  const reason = 'We must keep invoices.'
  await answerRemoval({ removalId, tppId: TPP, answer: 'partly', reason, requestId: null })
  const answered = await newest(psuId, id)
  expect(answered).toMatchObject({
    decision: { what: 'removal-answered', by: 'third-party' },
    removal: { answer: 'partly', reason, answerDue: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
  })
  expect(await judge(await signEvidence(answered))).toMatchObject({ valid: true })
  expect(await findReceipts({ consentId: id, psuId: stranger })).toEqual([])
})

test('a customer whose key was destroyed has no receipt any more', async () => {
  const { consentId: id } = await asked()
  await approve(id)
  const [entry] = await findReceipts({ consentId: id, psuId })
  const [row] = await database().select().from(psus).where(eq(psus.id, psuId))
  await destroyKey(row?.keyId ?? '', 'erasure')
  await expect(
    makeReceipt({ consentId: id, psuId, eventId: entry?.id ?? '', now: await now() }),
  ).rejects.toThrow('The vault has no key')
})
