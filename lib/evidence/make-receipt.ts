import 'server-only'
import { and, desc, eq, lte, or, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { authorisations } from '@/db/schema/authorisations'
import { consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { psus } from '@/db/schema/psus'
import { removals } from '@/db/schema/removals'
import { tpps } from '@/db/schema/tpps'
import { brand } from '@/lib/brand'
import { consentReference } from '@/lib/consent/consent'
import type { ConsentRecord } from '@/lib/consent/consent-record'
import { env } from '@/lib/env'
import { nameHolders } from '@/lib/psu/name-holders'
import type { RemovalMandate } from '@/lib/removal/mandate'
import { removalReference } from '@/lib/removal/removal'
import { authenticatorName } from '@/lib/sca/authenticator-name'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { findReceipts, type ReceiptEntry } from './find-receipts'
import { proveEvent } from './prove-event'
import { RECEIPT_FORMAT, Receipt } from './receipt'

/**
 * The receipt of one decision about a permission, for a customer whose permission it is; null for everybody else and for
 * what there is no receipt for. It is made when it is asked for, from what was written as the decision was taken: nothing of
 * it is kept a second time. The record is the customer's own: another holder's page stays theirs.
 */
export async function makeReceipt({ consentId, psuId, eventId, now }: MakeReceipt): Promise<Receipt | null> {
  const [entry] = await findReceipts({ consentId, psuId, eventId })
  if (!entry) return null
  const [row] = await database()
    .select({ tpp: tpps, brand: applications.brand, sealedName: psus.sealedName, keyId: psus.keyId })
    .from(consents)
    .innerJoin(tpps, eq(tpps.id, consents.tppId))
    .innerJoin(applications, eq(applications.clientId, consents.clientId))
    .innerJoin(psus, eq(psus.id, psuId))
    .where(eq(consents.id, consentId))
  if (!row) return null
  const key = await vaultKey(row.keyId)
  const allowed = await allowedThen({ consentId, psuId, key, entry })
  const { id, legalName, authorityName } = row.tpp
  // Parsed as whoever checks it will: what they would not take is not handed out.
  return Receipt.parse({
    format: RECEIPT_FORMAT,
    kind: entry.kind,
    id: entry.id,
    issuedAt: now.toISOString(),
    bank: {
      name: brand.name,
      origin: env.PUBLIC_ORIGIN,
      phone: brand.phone,
      authority: entry.kind === 'removal' ? brand.dataAuthority.name : brand.authority,
    },
    customer: { name: key.open<string>('psus.name', row.sealedName) },
    permission: { id: consentId, reference: consentReference(consentId) },
    thirdParty: thirdPartyOf(allowed?.record) ?? {
      id,
      brand: row.brand ?? legalName,
      legalName,
      authority: authorityName,
    },
    decision: {
      what: entry.what,
      at: entry.at.toISOString(),
      by: entry.by,
      name: entry.holder && ((await nameHolders([entry.holder]))[0] ?? null),
    },
    allowed,
    removal: await removalThen(entry, psuId, key),
    auditProof: await proveEvent(entry.id),
  } satisfies Receipt)
}

/** As it was vetted and shown then: a brand may have changed since. */
const thirdPartyOf = (record: ConsentRecord | undefined) =>
  record && {
    id: record.tpp.id,
    brand: record.tpp.brand,
    legalName: record.tpp.legalName,
    authority: record.tpp.authority,
  }

/** The customer's own version that the decision made or, where it made none of theirs, the last one before it. */
async function allowedThen({ consentId, psuId, key, entry }: AllowedThen): Promise<Receipt['allowed']> {
  const { version, by, at } = entry
  const made = by === 'customer' ? version : null
  const [row] = await database()
    .select({ shown: consentVersions, credentialId: authorisations.credentialId })
    .from(consentVersions)
    .leftJoin(authorisations, eq(authorisations.id, consentVersions.authorisationId))
    .where(
      and(
        eq(consentVersions.consentId, consentId),
        or(eq(authorisations.psuId, psuId), eq(consentVersions.psuId, psuId)),
        made === null
          ? lte(consentVersions.decidedAt, sql`${at.toISOString()}::timestamptz`)
          : eq(consentVersions.version, made),
      ),
    )
    .orderBy(desc(consentVersions.version))
    .limit(1)
  if (!row) return null
  const { shown, credentialId } = row
  return {
    version: shown.version,
    at: shown.decidedAt.toISOString(),
    authentication: shown.evidence,
    passkey: credentialId && (await authenticatorName({ credentialId, psuId })),
    record: key.open<ConsentRecord>('consent_versions.record', shown.sealedRecord),
    nonce: shown.nonce?.toString('base64url') ?? null,
    recordHash: shown.recordHash.toString('base64url'),
  }
}

/** The request as it was made and, where the event is its answer, that. */
async function removalThen(
  { what, removal: { removalId, dueOn, answer } }: ReceiptEntry,
  psuId: string,
  key: VaultKey,
): Promise<Receipt['removal']> {
  if (removalId === null) return null
  const [row] = await database()
    .select()
    .from(removals)
    .where(and(eq(removals.id, removalId), eq(removals.psuId, psuId)))
  if (!row) return null
  const answered = what === 'removal-answered'
  return {
    reference: removalReference(removalId),
    words: key.open<RemovalMandate>('removals.mandate', row.sealedMandate).words,
    mandateHash: row.mandateHash.toString('base64url'),
    answerDue: dueOn,
    answer,
    reason: answered && row.sealedReason ? key.open<string>('removals.reason', row.sealedReason) : null,
  }
}

type MakeReceipt = { consentId: string; psuId: string; eventId: string; now: Date }
type AllowedThen = { consentId: string; psuId: string; key: VaultKey; entry: ReceiptEntry }
