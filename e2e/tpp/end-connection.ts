import * as client from 'openid-client'
import { z } from 'zod'
import { BankSaidNo } from '../outside/bank-said-no'
import type { OpenBank } from './bank'
import { callXs2a } from './call-xs2a'
import type { Connection } from './store'
import { revokeTokens } from './tokens'

/** Ends a connection from our side: consent first, so that nothing can be read should the second call fail. */
export async function endConnection({ bank, connection }: EndConnection): Promise<Ended> {
  try {
    const path = `/v1/consents/${encodeURIComponent(connection.consentId)}`
    await callXs2a({ bank, method: 'DELETE', path, schema: z.unknown() })
    await revokeTokens({ bank, tokens: connection.tokens })
    return { bankConfirmed: true }
  } catch (error) {
    if (error instanceof BankSaidNo || error instanceof client.ResponseBodyError)
      return { bankConfirmed: false }
    throw error
  }
}

type EndConnection = { bank: OpenBank; connection: Connection }
type Ended = { bankConfirmed: boolean }
