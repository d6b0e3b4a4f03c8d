import { BlockList, isIP } from 'node:net'

const LENGTH_MAX = 45

/** Addresses that no customer can have: "this host", many hosts at once, all hosts. A mapped one (`::ffff:`) as well. */
const NOBODYS = new BlockList()
NOBODYS.addSubnet('0.0.0.0', 8, 'ipv4')
NOBODYS.addSubnet('224.0.0.0', 4, 'ipv4')
NOBODYS.addAddress('255.255.255.255', 'ipv4')
NOBODYS.addAddress('::', 'ipv6')
NOBODYS.addSubnet('ff00::', 8, 'ipv6')

/**
 * Whether a PSU-IP-Address can be a customer's: IPv4 or IPv6 in the form of the contract, so without a zone, which names
 * an interface of somebody's machine and may be of any length. By it a read counts as one that the customer is present at.
 */
export function isCustomerAddress(text: string): boolean {
  if (text.length > LENGTH_MAX || !/^[0-9A-Fa-f:.]+$/.test(text)) return false
  const version = isIP(text)
  return version !== 0 && !NOBODYS.check(text, version === 4 ? 'ipv4' : 'ipv6')
}
