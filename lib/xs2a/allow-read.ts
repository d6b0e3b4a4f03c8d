import 'server-only'
import { sealPsuAddress } from '@/lib/consent/seal-psu-address'
import { type AccountRight, type Endpoint, useConsent } from '@/lib/consent/use-consent'
import { presentToken } from './present-token'
import type { RoutedCall } from './route'

/**
 * Uses the consent of the header for this read, with the token of this call, or throws why not: it must give the right
 * of the route, and that of balances `withBalance`. Granted, the access log has its row already; refused, the call's
 * record knows whose consent it was, if it was the caller's own.
 */
export async function allowRead(call: RoutedCall<unknown, unknown>, read: Read): Promise<Used> {
  const { raw, tpp, certificate, consentId, entry, route } = call
  const accountId = call.ids['account-id'] ?? null
  if (call.psuAddress !== null)
    entry.sealedPsuAddress = await sealPsuAddress({ address: call.psuAddress, consentId, tppId: tpp.id })
  const used = await useConsent({
    consentId,
    tppId: tpp.id,
    certificateThumbprint: certificate.thumbprint,
    ...presentToken(call),
    endpoint: read.endpoint,
    accountId,
    needs: {
      balances: route.right === 'balances' || (read.withBalance ?? false),
      transactions: route.right === 'transactions',
    },
    psuPresent: call.psuAddress !== null,
    continued: read.continued ?? false,
    historyFrom: read.historyFrom ?? null,
    callId: call.callId,
    method: raw.method,
    // Whether the balances were read too must stand in the record of a look.
    route: read.withBalance ? `${route.path}?withBalance=true` : route.path,
    requestId: call.requestId,
    sealedPsuAddress: entry.sealedPsuAddress,
  })
  if (used.refusal !== null) {
    if (used.known) Object.assign(entry, { consentId, psuId: used.psuId, accountId })
    throw used.refusal
  }
  Object.assign(entry, { consentId, psuId: used.psuId, accountId, recorded: true, used: read.endpoint })
  call.given.rights = used.accounts
  return used
}

/** The one account that the statement was asked about; it grants nothing without it. */
export function only(rights: readonly AccountRight[]): AccountRight {
  const [right] = rights
  if (!right) throw new Error('A read of one account was granted without an account')
  return right
}

type Read = {
  endpoint: Endpoint
  withBalance?: boolean
  continued?: boolean
  historyFrom?: string | null
}
/** `reachesBackTo`: the first day that may be read now. */
export type Used = { today: string; reachesBackTo: string; accounts: AccountRight[] }
