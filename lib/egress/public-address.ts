import ipaddr from 'ipaddr.js'

/** Azure's metadata and key service answers on an address that is public by every list. */
const PUBLIC_BY_LIST_ONLY = ['168.63.129.16']

/** IPv6 hands out global addresses from here alone (RFC 4291, 2.4); all that is outside is special today or tomorrow. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether an address is one of the public internet: no loopback, link, site, carrier, documentation, multicast or
 * metadata address, nor an IPv6 form that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), which would
 * lead to one of those (RFC 6890, THR-14). What is no address is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_IPV6)
  return !PUBLIC_BY_LIST_ONLY.includes(address.toString())
}
