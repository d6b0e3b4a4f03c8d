import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { consents } from '@/db/schema/consents'
import { tpps } from '@/db/schema/tpps'
import {
  type Access,
  type AccountRights,
  type ConsentKind,
  type ConsentModel,
  type ConsentStatus,
  type PayerCard,
  statusAt,
} from './consent'
import type { RecordedTpp } from './consent-record'
import { openAccess } from './open-access'

/**
 * What a third party asks of a customer, as the approval page needs it: who asks and under what licence, what, for
 * how long. It tells nothing about the customer; the page shows it before anybody is identified.
 */
export async function findConsentRequest({
  consentId,
  tppId,
  now,
}: FindConsentRequest): Promise<ConsentRequestView | null> {
  const [row] = await database()
    .select({ consent: consents, tpp: tpps, brand: applications.brand })
    .from(consents)
    .innerJoin(tpps, eq(tpps.id, consents.tppId))
    .innerJoin(applications, eq(applications.clientId, consents.clientId))
    .where(and(eq(consents.id, consentId), eq(consents.tppId, tppId)))
  if (!row) return null
  const { access, offered, restrictedTo, card = null } = await openAccess(row.consent)
  return {
    consentId: row.consent.id,
    status: statusAt(row.consent, now),
    kind: row.consent.kind,
    model: row.consent.model,
    tpp: {
      id: row.tpp.id,
      brand: row.brand ?? row.tpp.legalName,
      legalName: row.tpp.legalName,
      authority: row.tpp.authorityName,
      roles: [...row.tpp.roles].sort(),
      checkedAt: row.consent.tppCheckedAt?.toISOString() ?? null,
    },
    purpose: row.consent.purpose,
    rights: row.consent.model === 'detailed' ? rightsNamed(access) : offered,
    access,
    restrictedTo,
    card,
    recurring: row.consent.recurring,
    frequencyPerDay: row.consent.frequencyPerDay,
    validUntil: row.consent.validUntil,
  }
}

function rightsNamed({ balances, transactions, ownerName }: Access): AccountRights {
  return {
    balances: balances.length > 0,
    transactions: transactions.length > 0,
    ownerName: ownerName.length > 0,
  }
}

type FindConsentRequest = { consentId: string; tppId: string; now: Date }

export type ConsentRequestView = {
  consentId: string
  status: ConsentStatus
  /** Account information where it is not said. */
  kind?: ConsentKind
  model: ConsentModel
  tpp: RecordedTpp
  purpose: string | null
  rights: AccountRights
  access: Access
  restrictedTo: string[] | null
  card?: PayerCard | null
  recurring: boolean
  frequencyPerDay: number
  validUntil: string
}
