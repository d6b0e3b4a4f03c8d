import type { Caller } from '@/lib/tpp/caller'
import { noteBlock } from './blocks'
import { takeOne } from './limit'
import { networkOf } from './network-of'
import { isTrustedProxy } from './trusted-proxies'

/**
 * Whether a caller at a door for third parties sends too fast: 0 is "go on", else the seconds to wait. A third party is
 * one caller whatever its certificates and addresses; somebody without a good certificate is his network. Counted in
 * the security log with the X-Request-ID, which must have been checked.
 */
export function limitThirdParty(caller: Caller, requestId: string | null): number {
  const { certificate, unanswered, address } = caller
  // Whose key it is, is proved by the connection whether or not somebody knows if it was revoked.
  const tppId = (certificate ?? unanswered?.certificate)?.organizationIdentifier ?? null
  if (tppId === null && (address === 'unknown' || isTrustedProxy(address))) return 0
  const wait = tppId ? takeOne('third-party', tppId) : takeOne('stranger', networkOf(address))
  if (wait > 0) noteBlock({ rule: 'TOO_MANY_REQUESTS', address, tppId, requestId })
  return wait
}
