import { sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'

/** A refused call is a row of the access log too. */
export async function recordRefused({ consentId, tppId, thumbprint, requestId }: Refused): Promise<void> {
  await database().insert(accessLog).values({
    callId: newId(),
    at: sql`placet_now()`,
    tppId,
    certificateThumbprint: thumbprint,
    consentId,
    method: 'GET',
    route: '/v1/accounts/{account-id}/balances',
    status: 401,
    psuPresent: false,
    requestId,
  })
}

type Refused = { consentId: string; tppId: string; thumbprint: string; requestId: string }
