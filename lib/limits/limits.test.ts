import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { noteBlock, takeBlocks } from './blocks'
import { guardPublicPort } from './guard-public-port'
import { networkOf } from './network-of'
import { sourceOf } from './source-of'
import { TokenBuckets } from './token-bucket'
import { isTrustedProxy, lastHop } from './trusted-proxies'

vi.hoisted(() => {
  process.env.TRUSTED_PROXIES = '127.0.0.2, 10.0.0.0/8, 2001:db8:1::/48'
})

const pace = { perSecond: 2, burst: 4, keysMax: 3 }

test('what comes faster than the pace is refused, with the seconds to wait, and is not held against the caller', () => {
  const buckets = new TokenBuckets(pace)
  const take = (at: number) => buckets.take('a', at)
  expect([take(0), take(0), take(0), take(0), take(0), take(0)]).toEqual([0, 0, 0, 0, 1, 1])
  expect([take(400), take(500), take(500)]).toEqual([1, 0, 1])
  expect([take(60_000), take(60_000), take(60_000), take(60_000), take(60_000)]).toEqual([0, 0, 0, 0, 1])
  expect(new TokenBuckets({ ...pace, perSecond: 0.1, burst: 1 })).toSatisfy((slow: TokenBuckets) => {
    slow.take('a', 0)
    return slow.take('a', 0) === 10
  })
})

test('one caller never takes of what another has, and endless callers take no endless memory', () => {
  const buckets = new TokenBuckets(pace)
  for (let use = 0; use < 10; use++) buckets.take('flood', 0)
  expect(buckets.take('calm', 0)).toBe(0)
  for (let key = 0; key < 1_000; key++) buckets.take(`key ${key}`, 0)
  expect(JSON.stringify([...Reflect.get(buckets, 'buckets').keys()])).toBe('["key 997","key 998","key 999"]')
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:7:a:b:c:d', '2001:db8:0:7::/64'],
  ['2001:DB8:0000:0007::1', '2001:db8:0:7::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('a proxy is trusted by its address alone', () => {
  expect(['127.0.0.2', '10.1.2.3', '::ffff:10.1.2.3', '2001:db8:1::9'].map(isTrustedProxy)).not.toContain(
    false,
  )
  expect(['127.0.0.1', '11.0.0.1', '2001:db8:2::9', 'unknown', ''].map(isTrustedProxy)).not.toContain(true)
  expect(lastHop('203.0.113.7, 198.51.100.9')).toBe('198.51.100.9')
  expect(['nonsense', '', null, '203.0.113.7,'].map(lastHop)).toEqual([null, null, null, null])
})

const server = createServer((req, res) => {
  const headers = new Headers(Object.entries(req.headers).map(([name, value]) => [name, String(value)]))
  res.end(JSON.stringify([sourceOf(headers), server.headersTimeout, server.requestTimeout]))
})
beforeAll(async () => {
  guardPublicPort(() => false)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

const ask = (headers: Record<string, string>, localAddress = '127.0.0.1') =>
  new Promise<[string | null, number, number]>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    request({ host: '127.0.0.1', port, headers, localAddress, agent: false }, (res) => {
      let text = ''
      res.on('data', (chunk) => {
        text += chunk
      })
      res.on('end', () => resolve(JSON.parse(text)))
    })
      .on('error', reject)
      .end()
  })

test.each<Record<string, string>>([
  { 'x-forwarded-for': '203.0.113.7' },
  { 'x-real-ip': '203.0.113.7', forwarded: 'for=203.0.113.7' },
  { 'x-placet-source': '203.0.113.7' },
  { 'x-placet-source': '00000000000000000000000000000000 203.0.113.7' },
  { 'x-client-cert-secret': 'guessed', 'x-forwarded-for': '203.0.113.7' },
])('where a request came from is the socket, whatever it says of itself: %j', async (headers) => {
  expect((await ask(headers))[0]).toBe('127.0.0.1')
})

test('a trusted proxy says who called: its own word, which is the last', async () => {
  expect((await ask({ 'x-forwarded-for': '203.0.113.7, 198.51.100.9' }, '127.0.0.2'))[0]).toBe('198.51.100.9')
  expect((await ask({}, '127.0.0.2'))[0]).toBeNull()
  expect((await ask({ 'x-forwarded-for': 'me' }, '127.0.0.2'))[0]).toBeNull()
})

test('a header from outside names nobody where nothing stamps requests', () => {
  expect(
    sourceOf(new Headers({ 'x-placet-source': 'x 203.0.113.7', 'x-forwarded-for': '203.0.113.7' })),
  ).toBeNull()
})

test('the public port is impatient with slow senders', async () => {
  expect((await ask({})).slice(1)).toEqual([10_000, 30_000])
})

test('blocks are counted per rule and caller; endless callers are one', () => {
  takeBlocks()
  for (let block = 0; block < 3; block++)
    noteBlock({ rule: 'R', address: `192.0.2.${block}`, tppId: 'PSDXX-X-1', requestId: `id-${block}` })
  expect(takeBlocks()).toMatchObject([{ rule: 'R', tppId: 'PSDXX-X-1', requestId: 'id-2', count: 3 }])
  for (let block = 0; block < 5_000; block++) noteBlock({ rule: 'R', address: `2001:db8::${block}` })
  const counted = takeBlocks()
  expect(counted.length).toBeLessThan(502)
  expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(5_000)
})
