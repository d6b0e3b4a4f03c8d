import 'server-only'
import { z } from 'zod'
import { now } from '@/lib/clock'
import { makePaymentReceipt } from '@/lib/evidence/make-payment-receipt'
import type { PaymentReceipt } from '@/lib/evidence/payment-receipt'

/** The receipt of the payment that an address names, if it is one of this customer's. */
export async function openedRecord(psuId: string, address: RecordAddress): Promise<PaymentReceipt | null> {
  const { data } = z.uuid().safeParse(address.paymentId)
  return data ? makePaymentReceipt({ paymentId: data, psuId, now: await now() }) : null
}

/** A name that tells two receipts apart, and the same one before and after it was paid. */
export const fileName = ({ payment, outcome }: PaymentReceipt, ending: 'json' | 'pdf') =>
  `${payment.reference}-${outcome.what}-${outcome.at.slice(0, 10)}.${ending}`

export type RecordAddress = { paymentId?: string }
