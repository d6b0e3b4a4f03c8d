import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { env } from '@/lib/env'

/** Whether an address is one of `TRUSTED_PROXIES`: many callers come from it, and it says who. */
export function isTrustedProxy(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const kind = isIP(plain)
  return kind !== 0 && proxies.check(plain, kind === 4 ? 'ipv4' : 'ipv6')
}

/** Whether a request carries the secret that the proxy which terminates mutual TLS alone knows. */
export function hasProxySecret(given: string | null): boolean {
  const secret = env.CLIENT_CERTIFICATE_SECRET
  if (!secret || given === null) return false
  // Hashed first: timingSafeEqual wants equal lengths, and the length is part of the secret.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

/** The proxy appends the peer it saw: only the last entry is its own word. Null when that is no address. */
export function lastHop(forwardedFor: string | null | undefined): string | null {
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? ''
  return isIP(last) === 0 ? null : last
}

const proxies = new BlockList()
for (const entry of env.TRUSTED_PROXIES) {
  const [address = '', prefix] = entry.split('/')
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
  if (prefix === undefined) proxies.addAddress(address, family)
  else proxies.addSubnet(address, Number(prefix), family)
}
