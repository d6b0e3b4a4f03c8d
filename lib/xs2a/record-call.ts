import 'server-only'
import type { Transaction } from '@/db/connection'
import { recordAccess, recordAccessIn } from '@/lib/audit/record-access'
import { failRead } from '@/lib/consent/fail-read'
import { sealPsuAddress } from '@/lib/consent/seal-psu-address'
import type { Caller } from '@/lib/tpp/caller'
import type { Xs2aCall } from './call'
import { isCustomerAddress } from './customer-address'
import { uuidOr } from './match-route'
import type { Entry, Route } from './route'

/**
 * Writes the one row of the access log of an identified caller's call, unless the statement that served it has. In
 * `tx`, where the call decided something; else by itself. What a stranger wrote into a header is kept only where it
 * has the form it must have.
 */
export async function recordCall(call: RecordCall): Promise<void> {
  const { raw, caller, entry, tx } = call
  if (entry.recorded || !caller.certificate) return
  const tppId = caller.certificate.organizationIdentifier
  const address = raw.header('psu-ip-address')
  const present = address !== undefined && isCustomerAddress(address)
  const { recorded: _, used: __, ...known } = entry
  const row = {
    ...known,
    callId: call.callId,
    tppId,
    certificateThumbprint: caller.certificate.thumbprint,
    method: raw.method,
    route: call.route?.path ?? 'unmatched',
    status: call.status,
    code: call.code,
    psuPresent: present,
    requestId: uuidOr(raw.header('x-request-id'), null),
    sealedPsuAddress: present ? await sealPsuAddress({ address, consentId: entry.consentId, tppId }) : null,
  }
  if (tx) return recordAccessIn(tx, row)
  await recordAccess(row)
  entry.recorded = true
}

/**
 * A call whose row says that it was served, because the consent was used, and which gave nothing after all: the row never
 * changes, so a further one says what was answered, and the read is given back.
 */
export async function recordFailure({ callId, entry, status, code }: RecordFailure): Promise<void> {
  const { consentId, used = null } = entry
  if (consentId === null) throw new Error('A call was recorded as served without a consent')
  await failRead({ callId, consentId, endpoint: used, status, code })
}

type RecordFailure = { callId: string; entry: Entry; status: number; code: string }
type RecordCall = {
  raw: Xs2aCall
  caller: Caller
  callId: string
  entry: Entry
  route: Route | null
  status: number
  code: string | null
  tx?: Transaction
}
