import 'server-only'
import { and, asc, desc, eq, gt, lt, or, type SQL } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { authorisations } from '@/db/schema/authorisations'
import { paymentApprovals, payments } from '@/db/schema/payments'
import { tpps } from '@/db/schema/tpps'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import type { RecordedTpp } from '@/lib/consent/consent-record'
import { keyIdOf } from '@/lib/consent/open-access'
import type { PayeeCheck } from '@/lib/core-banking/payment-order'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { ORDER_FIELD, RECORD_FIELD } from './open-order'
import {
  isCancellable,
  type PaymentOrder,
  type PaymentProduct,
  type PaymentRejection,
  type PaymentStatus,
  paymentReference,
} from './payment'
import type { PaymentRecord } from './payment-record'

/**
 * The payments that a customer answered through third parties, approved or, signed in, refused, newest first; `before` is the
 * last of the page before.
 */
export async function findPayments({ psuId, limit, before }: FindPayments): Promise<CustomersPayment[]> {
  const older =
    before === null
      ? undefined
      : or(
          lt(payments.createdAt, before.createdAt),
          and(eq(payments.createdAt, before.createdAt), gt(payments.id, before.id)),
        )
  return select({ psuId, which: older, limit })
}

/** One of them, or null where it is not this customer's. */
export async function findPayment({
  paymentId,
  psuId,
}: {
  paymentId: string
  psuId: string
}): Promise<CustomersPayment | null> {
  const [found] = await select({ psuId, which: eq(payments.id, paymentId), limit: 1 })
  return found ?? null
}

async function select({ psuId, which, limit }: Select): Promise<CustomersPayment[]> {
  const rows = await database()
    .select({
      payment: payments,
      tpp: tpps,
      brand: applications.brand,
      approval: paymentApprovals,
      credentialId: authorisations.credentialId,
    })
    .from(payments)
    .innerJoin(tpps, eq(tpps.id, payments.tppId))
    .leftJoin(applications, eq(applications.clientId, payments.clientId))
    .leftJoin(paymentApprovals, eq(paymentApprovals.paymentId, payments.id))
    .leftJoin(authorisations, eq(authorisations.id, paymentApprovals.authorisationId))
    .where(and(eq(payments.psuId, psuId), which))
    .orderBy(desc(payments.createdAt), asc(payments.id))
    .limit(limit)
  if (rows.length === 0) return []
  const key = await vaultKey(await keyIdOf(psuId))
  const today = bankDay(await now(), brand.timeZone)
  return rows.map((row) => toPayment(row, { key, today }))
}

function toPayment(row: Row, { key, today }: Known): CustomersPayment {
  const { payment, tpp, approval, credentialId } = row
  const record = approval && key.open<PaymentRecord>(RECORD_FIELD, approval.sealedRecord)
  const { id, product, status, rejection, accountId, createdAt, settledAt, lastActionAt } = payment
  return {
    id,
    reference: paymentReference(id),
    tpp: {
      id: tpp.id,
      brand: row.brand ?? tpp.legalName,
      legalName: tpp.legalName,
      authority: tpp.authorityName,
      roles: [...tpp.roles].sort(),
      checkedAt: payment.tppCheckedAt?.toISOString() ?? null,
    },
    product,
    status,
    rejection,
    order: key.open<PaymentOrder>(ORDER_FIELD, payment.sealedOrder),
    accountId,
    account: record && { iban: record.account.iban, name: record.account.name },
    payee: record?.payee ?? null,
    recordHash: approval?.recordHash ?? null,
    credentialId,
    createdAt,
    decidedAt: payment.decidedAt ?? lastActionAt,
    settledAt,
    lastActionAt,
    cancellable: isCancellable(payment, today),
  }
}

type FindPayments = { psuId: string; limit: number; before: { createdAt: Date; id: string } | null }
type Select = { psuId: string; which: SQL | undefined; limit: number }
type Known = { key: VaultKey; today: string }
type Row = {
  payment: typeof payments.$inferSelect
  tpp: typeof tpps.$inferSelect
  brand: string | null
  approval: typeof paymentApprovals.$inferSelect | null
  credentialId: string | null
}

export type CustomersPayment = {
  id: string
  /** What a person reads out on the phone, PMT-XXXX-XXXX. */
  reference: string
  tpp: RecordedTpp
  product: PaymentProduct
  status: PaymentStatus
  rejection: PaymentRejection | null
  order: PaymentOrder
  /** This and what was shown is null where the customer refused. */
  accountId: string | null
  /** As it was shown when it was approved. */
  account: { iban: string; name: string | null } | null
  payee: (PayeeCheck & { accepted: boolean }) | null
  recordHash: Buffer | null
  /** The passkey that signed. */
  credentialId: string | null
  createdAt: Date
  decidedAt: Date
  settledAt: Date | null
  lastActionAt: Date
  /** Whether the customer may still take it back now. */
  cancellable: boolean
}
