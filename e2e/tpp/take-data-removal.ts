import { z } from 'zod'
import { BankSaidNo } from '../outside/bank-said-no'
import type { Bank } from './bank'
import { callXs2a } from './call-xs2a'
import { NOTHING_HELD, type Store } from './store'
import { isFromBank } from './verify-notification'

/** Where the bank passes on that a customer wants their data deleted, below `SALDO_NOTIFICATION_ORIGIN`. */
export const DATA_REMOVAL_PATH = '/data-removals'

/**
 * Takes a customer's wish to be forgotten from the bank: deletes what the connection gave us, says so to the bank, and then
 * acknowledges. Whatever fails before that makes the bank send it again, and to delete twice harms nobody. 401 when it is not
 * the bank's word. A connection that we do not know holds nothing, which is deleted, too.
 */
export async function takeDataRemoval({ bank, store, brand, request }: TakeDataRemoval): Promise<number> {
  const { url, headers, body } = request
  const open = await bank.open([])
  if (!(await isFromBank({ url, headers, body, keys: open.keys }))) return 401
  const asked = DataRemoval.safeParse(jsonOrNull(body))
  if (!asked.success) return 400
  const { consentId, dataRemovalId } = asked.data
  const known = store.findByConsent(consentId)
  const text = `You asked ${brand} to delete what it held about you. It is deleted.`
  const notice = { tone: 'good' as const, text, at: new Date().toISOString() }
  if (known) store.save(known.userId, { ...NOTHING_HELD, notice })
  const path = `/v1/data-removals/${encodeURIComponent(dataRemovalId)}/answer`
  await callXs2a({
    bank: open,
    method: 'POST',
    path,
    body: { answer: 'deleted' },
    schema: z.unknown(),
  }).catch((error) => {
    // Answered already: the bank sent it twice.
    if (!(error instanceof BankSaidNo) || error.status !== 409) throw error
  })
  return 204
}

const DataRemoval = z.object({
  format: z.literal('placet/data-removal/1'),
  consentId: z.string(),
  dataRemovalId: z.string(),
})

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type TakeDataRemoval = {
  bank: Bank
  store: Store
  brand: string
  request: { url: string; headers: Record<string, string>; body: string }
}
