import { z } from 'zod'
import { now } from '@/lib/clock'
import { makeReceipt } from '@/lib/evidence/make-receipt'
import type { Receipt } from '@/lib/evidence/receipt'

/** The receipt that an address names, if it is one of this customer's. */
export async function openedReceipt(
  psuId: string,
  address: Partial<ReceiptAddress>,
): Promise<Receipt | null> {
  const { data } = Address.safeParse(address)
  return data ? makeReceipt({ ...data, psuId, now: await now() }) : null
}

/** Where a receipt's pages and files are. */
export const receiptHref = ({ consentId, eventId }: ReceiptAddress) =>
  `/permissions/${consentId}/receipts/${eventId}`

const Address = z.object({ consentId: z.uuid(), eventId: z.uuid() })
export type ReceiptAddress = z.infer<typeof Address>

/** A name that tells two receipts of one permission apart. */
export const fileName = ({ kind, permission, decision }: Receipt, ending: 'json' | 'pdf') =>
  `${permission.reference}-${kind}-${decision.at.slice(0, 10)}.${ending}`
