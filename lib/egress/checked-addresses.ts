import 'server-only'
import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { timeLimit } from '@/lib/env'
import type { AllowedUrl } from './allowed-url'
import { EgressFault } from './egress-fault'
import { isPublicAddress } from './public-address'

/** Finds the addresses of a name; tests bring their own, hostile ones. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<readonly string[]>

/**
 * Where a connection may go: the addresses behind the name, looked up once, every one of them public, or `[]` never.
 * One bad address spoils all: whoever answers both a public and a private one is playing (DNS rebinding, THR-14).
 */
export async function checkedAddresses(
  { host, isListed }: AllowedUrl,
  { resolve = resolveOnce, signal }: { resolve?: Resolve | undefined; signal: AbortSignal },
): Promise<readonly string[]> {
  // A listed place is the operator's own word, the sandbox's loopback included.
  if (isListed && host === 'localhost') return ['127.0.0.1']
  const addresses = isIP(host) === 0 ? await resolve(host, signal) : [host]
  if (addresses.length === 0) throw new EgressFault('name_unknown')
  if (!isListed && !addresses.every(isPublicAddress)) throw new EgressFault('address_not_public')
  return addresses
}

/** Asks the name servers itself: the system's look-up would hold a thread of the process for each slow zone. */
async function resolveOnce(name: string, signal: AbortSignal): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: timeLimit(1_000), tries: 1 })
  const stop = () => resolver.cancel()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
