import 'server-only'
import { database } from '@/db/connection'
import { Refusal } from '@/lib/errors'
import { cancelWithin } from './cancel-within'

/**
 * The customer takes back a payment that is not due yet: `CANC`, until the end of the bank's day before (PSD2 Art. 80(4)). No
 * authentication of its own: it gives less. `resource_unknown` for another's, `status_invalid` once it is too late.
 */
export async function cancelByPsu({ paymentId, psuId, requestId }: CancelByPsu): Promise<void> {
  const stood = await database().transaction((tx) =>
    cancelWithin(tx, {
      paymentId,
      psuId,
      event: 'payment.cancelled',
      actor: `psu:${psuId}`,
      requestId,
    }),
  )
  if (stood === 'CANC') throw new Refusal('status_invalid')
}

type CancelByPsu = { paymentId: string; psuId: string; requestId: string | null }
