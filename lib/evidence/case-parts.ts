import 'server-only'
import { and, asc, eq, gte, inArray, isNull, like, or, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { accessLog, auditEvents } from '@/db/schema/audit'
import { authenticators } from '@/db/schema/authenticators'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts, consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { deliveries } from '@/db/schema/deliveries'
import { psus } from '@/db/schema/psus'
import { tpps } from '@/db/schema/tpps'
import { consentReference } from '@/lib/consent/consent'
import { openAccess } from '@/lib/consent/open-access'
import { PSU_ADDRESS } from '@/lib/consent/seal-psu-address'
import { bankKey, vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { CASE_PARTS, PROOFS } from './case-file'

/**
 * Everything that the house knows of one permission, as the parts of its case file and of one moment: null where no customer has
 * allowed it. What is sealed is opened; the key of a customer that was destroyed opens nothing, and there is no case file then.
 */
export async function caseParts(consentId: string): Promise<CaseParts | null> {
  return database().transaction(
    async (tx) => {
      const [row] = await tx
        .select({ consent: consents, tpp: tpps, brand: applications.brand })
        .from(consents)
        .innerJoin(tpps, eq(tpps.id, consents.tppId))
        .innerJoin(applications, eq(applications.clientId, consents.clientId))
        .where(eq(consents.id, consentId))
      if (!row || row.consent.psuId === null) return null
      const keys = keyring(tx)
      const signed = await authorisationsOf(tx, consentId, keys)
      const holders = [...new Set([row.consent.psuId, ...signed.flatMap(({ psuId }) => psuId ?? [])])]
      const events = await eventsOf(tx, { ...row.consent, holders }, keys)
      const accesses = await accessesOf(tx, row.consent, keys)
      return {
        holders,
        parts: {
          'request.json': await requestOf(row),
          'shown.json': await shownOf(tx, consentId, keys),
          'authorisations.json': signed,
          'grant.json': await grantOf(tx, row.consent),
          'events.json': events.rows,
          'accesses.json': accesses.rows,
          'deliveries.json': await deliveriesOf(tx, consentId),
        },
        texts: [...events.texts, ...accesses.texts],
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

async function requestOf({ consent, tpp, brand }: Found) {
  const { sealedAccess: _sealed, psuId, ...asked } = consent
  const { id, legalName, authorityId, authorityName, country } = tpp
  return {
    ...asked,
    reference: consentReference(consent.id),
    psuId,
    access: await openAccess(consent),
    thirdParty: { id, brand, legalName, country, authorityId, authorityName },
  }
}

/** Each page that was shown, or change that was made, with the hash that was approved. */
async function shownOf(tx: Transaction, consentId: string, keys: Keyring) {
  const rows = await tx
    .select({ shown: consentVersions, givenBy: authorisations.psuId })
    .from(consentVersions)
    .leftJoin(authorisations, eq(authorisations.id, consentVersions.authorisationId))
    .where(eq(consentVersions.consentId, consentId))
    .orderBy(asc(consentVersions.version))
  const shown = []
  for (const { shown: version, givenBy } of rows) {
    const { sealedRecord, recordHash, nonce, ...rest } = version
    const key = await keys(rest.psuId ?? givenBy)
    shown.push({
      ...rest,
      psuId: rest.psuId ?? givenBy,
      record: key.open<unknown>('consent_versions.record', sealedRecord),
      nonce: nonce?.toString('base64url') ?? null,
      recordHash: recordHash.toString('base64url'),
    })
  }
  return shown
}

async function authorisationsOf(tx: Transaction, consentId: string, keys: Keyring) {
  const rows = await tx
    .select({ one: authorisations, publicKey: authenticators.publicKey })
    .from(authorisations)
    .leftJoin(authenticators, eq(authenticators.credentialId, authorisations.credentialId))
    .where(eq(authorisations.resourceId, consentId))
    .orderBy(asc(authorisations.createdAt))
  const signed = []
  for (const { one, publicKey } of rows) {
    const { sealedAssertion, confirmationHash: _hash, interactionUid: _uid, ...rest } = one
    const key = await keys(rest.psuId)
    signed.push({
      ...rest,
      publicKey: publicKey?.toString('base64url') ?? null,
      assertion: sealedAssertion && key.open<unknown>('authorisations.assertion', sealedAssertion),
    })
  }
  return signed
}

/** What each version gave, and how the permission stands. */
async function grantOf(tx: Transaction, { id, status, version, grantId, scaAt, endsAt, endedBy }: Consent) {
  const accounts = await tx
    .select()
    .from(consentAccounts)
    .where(eq(consentAccounts.consentId, id))
    .orderBy(asc(consentAccounts.version), asc(consentAccounts.accountId))
  return { status, version, grantId, scaAt, endsAt, endedBy, accounts }
}

/**
 * Of the permission, and since it was asked for what the bank decided about its third party, and what its own customers have
 * said they never share of it. What anybody else did with that third party is no part of it.
 */
async function eventsOf(tx: Transaction, { id, tppId, createdAt, holders }: Held, keys: Keyring) {
  const decided = and(eq(auditEvents.tppId, tppId), like(auditEvents.type, 'tpp.%'))
  const accounts = tx
    .select({ id: sql`${consentAccounts.accountId}::text` })
    .from(consentAccounts)
    .where(eq(consentAccounts.consentId, id))
  const never = and(
    like(auditEvents.type, 'preference.never-%'),
    inArray(auditEvents.psuId, holders),
    or(eq(auditEvents.tppId, tppId), inArray(sql`${auditEvents.detail}->>'accountId'`, accounts)),
  )
  const rows = await tx
    .select({ row: auditEvents, text: sql<string>`audit_text(audit_events)` })
    .from(auditEvents)
    .where(
      or(
        eq(auditEvents.consentId, id),
        and(or(decided, never), isNull(auditEvents.consentId), gte(auditEvents.at, createdAt)),
      ),
    )
    .orderBy(asc(auditEvents.at), asc(auditEvents.id))
  const events = []
  for (const {
    row: { sealedDetail, writtenIn: _written, ...event },
  } of rows) {
    const key = await keys(event.psuId)
    events.push({
      ...event,
      personal: sealedDetail && key.open<unknown>('audit_events.detail', sealedDetail),
    })
  }
  return { rows: events, texts: rows.map(({ text }) => text) }
}

/** Every call under it. An address is the customer's from when they have decided, and sealed for the bank before. */
async function accessesOf(tx: Transaction, { id, psuId }: Consent, keys: Keyring) {
  const rows = await tx
    .select({ row: accessLog, text: sql<string>`audit_text(access_log)` })
    .from(accessLog)
    .where(eq(accessLog.consentId, id))
    .orderBy(asc(accessLog.at), asc(accessLog.callId))
  const [own, bank] = [await keys(psuId), await bankKey()]
  const accesses = rows.map(({ row: { sealedPsuAddress, writtenIn: _written, ...call } }) => ({
    ...call,
    psuAddress: sealedPsuAddress && openEither(own, bank, sealedPsuAddress),
  }))
  return { rows: accesses, texts: rows.map(({ text }) => text) }
}

function openEither(own: VaultKey, bank: VaultKey, sealed: Buffer): string {
  try {
    return own.open<string>(PSU_ADDRESS, sealed)
  } catch {
    // Sealed before anybody had decided. What neither key opens is broken, and said by this one.
    return bank.open<string>(PSU_ADDRESS, sealed)
  }
}

const deliveriesOf = (tx: Transaction, consentId: string) =>
  tx.select().from(deliveries).where(eq(deliveries.consentId, consentId)).orderBy(asc(deliveries.sequence))

/** The keys of the customers in it, each looked up once; what is nobody's is the bank's. */
function keyring(tx: Transaction): Keyring {
  const held = new Map<string, VaultKey>()
  return async (psuId) => {
    if (psuId === null) return bankKey()
    const known = held.get(psuId)
    if (known) return known
    const [psu] = await tx.select({ keyId: psus.keyId }).from(psus).where(eq(psus.id, psuId))
    const key = psu ? await vaultKey(psu.keyId) : await bankKey()
    held.set(psuId, key)
    return key
  }
}

type Keyring = (psuId: string | null) => Promise<VaultKey>
type Consent = typeof consents.$inferSelect
/** `holders`: who has decided about it. */
type Held = Consent & { holders: string[] }
type Found = { consent: Consent; tpp: typeof tpps.$inferSelect; brand: string | null }

/** `holders`: every customer who has decided about it. `texts`: of each event and access, what the trail's tree hashes. */
export type CaseParts = {
  holders: string[]
  parts: Record<Exclude<(typeof CASE_PARTS)[number], typeof PROOFS>, unknown>
  texts: string[]
}
