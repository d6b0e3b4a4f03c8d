import { expect, test } from 'vitest'
import { isPublicAddress } from './public-address'

test.each([
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
  ['unspecified, which means this machine', ['0.0.0.0', '0.1.2.3', '::']],
  [
    'private and unique local',
    ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', 'fc00::1'],
  ],
  ['link-local, where clouds keep their metadata', ['169.254.169.254', 'fe80::1', 'fd00:ec2::254']],
  ['metadata at other places', ['168.63.129.16', '100.100.100.200', '192.0.0.192']],
  ['carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
  ['multicast and broadcast', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
  [
    'documentation, benchmarking and reserved',
    ['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '240.0.0.1', '2001:db8::1'],
  ],
  ['IPv4 in IPv6, mapped', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8']],
  ['IPv4 in IPv6, compatible and translated', ['::127.0.0.1', '::ffff:0:127.0.0.1']],
  ['NAT64', ['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1']],
  ['6to4 and Teredo', ['2002:7f00:1::', '2001:0:7f00:1::1']],
  ['site-local, discard and what nobody has', ['fec0::1', '100::1', '4000::1']],
  ['no address', ['', 'localhost', '8.8.8.8.8', '127.0.0.1/8']],
])('%s is not public', (_name, addresses) => {
  expect(addresses.filter(isPublicAddress)).toEqual([])
})

test('public addresses are public', () => {
  for (const address of ['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])
    expect(isPublicAddress(address), address).toBe(true)
})
