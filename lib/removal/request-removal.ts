import 'server-only'
import { and, desc, eq } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { consents } from '@/db/schema/consents'
import { removals } from '@/db/schema/removals'
import { tpps } from '@/db/schema/tpps'
import { recordEvent } from '@/lib/audit/record-event'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { allowedBy } from '@/lib/consent/allowed-by'
import { keyIdOf } from '@/lib/consent/open-access'
import { Refusal } from '@/lib/errors'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { vaultKey } from '@/lib/vault/vault'
import { hasEnded, standsInTheWay } from './find-askable'
import { hashMandate, MANDATE_FORMAT, type RemovalMandate } from './mandate'

/**
 * Asks the third party of an ended permission to delete what it got, on the customer's word (GDPR Art. 17, 19): by message where
 * it has registered an address for that, else by a letter that the customer sends. What is asked already is not asked twice,
 * and what was deleted is not asked again: the earlier request is returned. Throws `consent_unknown`; `status_invalid` while
 * the permission lives, and where nothing was ever allowed; `cooling_down` in a session that a recovery has just opened: what a
 * third party deletes does not come back.
 */
export function requestRemoval(request: RequestRemoval): Promise<AskedRemoval> {
  return database().transaction((tx) => requestRemovalWithin(tx, request))
}

/** The same as a part of the transaction that ends the permission. */
export async function requestRemovalWithin(tx: Transaction, request: RequestRemoval): Promise<AskedRemoval> {
  const { consentId, psuId, sessionId, requestId, locale, words } = request
  const consent = await lockEnded(tx, consentId, psuId)
  const at = await now(tx)
  await requireSettledSession(tx, { sessionId, now: at })
  const earlier = await findEarlier(tx, consentId)
  if (earlier) return { removalId: earlier, askedNow: false }
  const removalId = randomId()
  const mandate: RemovalMandate = {
    format: MANDATE_FORMAT,
    removalId,
    consentId,
    bank: brand.name,
    tpp: { id: consent.tppId, brand: consent.brand ?? consent.legalName, legalName: consent.legalName },
    askedAt: at.toISOString(),
    locale,
    words,
  }
  const channel = consent.endpoint === null ? 'letter' : 'message'
  const key = await vaultKey(await keyIdOf(psuId))
  await tx.insert(removals).values({
    id: removalId,
    consentId,
    psuId,
    tppId: consent.tppId,
    state: 'asked',
    channel,
    sealedMandate: key.seal('removals.mandate', mandate),
    mandateHash: hashMandate(mandate),
    endpoint: consent.endpoint,
    askedAt: at,
  })
  await recordEvent(tx, {
    at,
    type: 'removal.asked',
    actor: `psu:${psuId}`,
    subject: `consent:${consentId}`,
    psuId,
    tppId: consent.tppId,
    consentId,
    requestId,
    detail: { removalId, channel },
  })
  return { removalId, askedNow: true }
}

/** Whose it is stands in the statement that locks it: two requests about one permission wait for each other. */
async function lockEnded(tx: Transaction, consentId: string, psuId: string) {
  const own = and(eq(consents.id, consentId), allowedBy(psuId))
  const [consent] = await tx
    .select({
      tppId: consents.tppId,
      legalName: tpps.legalName,
      brand: applications.brand,
      endpoint: applications.dataRemovalEndpoint,
    })
    .from(consents)
    .innerJoin(tpps, eq(tpps.id, consents.tppId))
    .leftJoin(applications, eq(applications.clientId, consents.clientId))
    .where(and(own, hasEnded))
    .for('update', { of: consents })
  if (consent) return consent
  const known = await tx.select({ id: consents.id }).from(consents).where(own)
  throw new Refusal(known.length === 0 ? 'consent_unknown' : 'status_invalid')
}

async function findEarlier(tx: Transaction, consentId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: removals.id })
    .from(removals)
    .where(and(eq(removals.consentId, consentId), standsInTheWay))
    .orderBy(desc(removals.askedAt))
    .limit(1)
  return row?.id ?? null
}

/** `words` is what the page said where the customer ticked or tapped, in `locale`. */
export type RequestRemoval = {
  consentId: string
  psuId: string
  sessionId: string
  requestId: string | null
  locale: string
  words: string
}
export type AskedRemoval = { removalId: string; askedNow: boolean }
