import { BankSaidNo } from '../outside/bank-said-no'
import type { OpenBank } from './bank'
import { ConsentDetail, WAITING } from './bank-answers'
import { callXs2a } from './call-xs2a'
import type { Asking, Connection } from './store'
import { redeemCode } from './tokens'

/** Makes a connection of the customer's return from the bank. Nothing is read yet. */
export async function finishConnection({
  bank,
  asking,
  returned,
  now,
}: FinishConnection): Promise<Connection> {
  const tokens = await redeemCode({ bank, asking, returned, now })
  const agreed = await whatWasAgreed({ bank, consentId: asking.consentId })
  return { consentId: asking.consentId, ...agreed, tokens, ended: null, snapshot: null }
}

/**
 * The bank or the customer may have shortened what we asked for, or somebody else has to agree; we print only what was agreed.
 */
async function whatWasAgreed({ bank, consentId }: { bank: OpenBank; consentId: string }) {
  try {
    const path = `/v1/consents/${encodeURIComponent(consentId)}`
    const { validUntil, consentStatus } = await callXs2a({ bank, path, schema: ConsentDetail })
    return { validUntil, waiting: consentStatus === WAITING }
  } catch (error) {
    if (error instanceof BankSaidNo) return { validUntil: null, waiting: false }
    throw error
  }
}

type FinishConnection = { bank: OpenBank; asking: Asking; returned: URL; now: Date }
