import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { askListed } from './ask-listed'

// THR-14: what a certificate says must not make the bank call a host that is not on the list.

const asked: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = []
let server: Server
let place = ''

beforeAll(async () => {
  server = createServer(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += chunk
    asked.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body })
    if (req.url === '/silent') return
    if (req.url === '/elsewhere') return void res.writeHead(302, { location: '/' }).end()
    if (req.url === '/drip') return void setInterval(() => res.write('.'), 50).unref()
    res.end(Buffer.alloc(Number(req.url?.slice(1) || 2)))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  place = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (url: string, { listed = [place], ...rest }: Partial<Parameters<typeof askListed>[0]> = {}) =>
  askListed({ url, listed, bytesMax: 1_000, signal: AbortSignal.timeout(30_000), ...rest })
const fault = (code: string) => expect.objectContaining({ name: 'EgressFault', code })

test.each([
  ['another port', (at: string) => `http://${at.split(':')[0]}:1/`],
  ['another name for the same place', (at: string) => `http://localhost:${at.split(':')[1]}/`],
  ['https', (at: string) => `https://${at}/`],
  ['a file', () => 'file:///etc/passwd'],
  ['a user', (at: string) => `http://user@${at}/`],
  ['a fragment', (at: string) => `http://${at}/#x`],
  ['a listed place as user name', (at: string) => `http://${at}@169.254.169.254/`],
  ['no address', () => 'nonsense'],
  ['one that never ends', (at: string) => `http://${at}/${'x'.repeat(2_048)}`],
])('%s is refused before any look-up', async (_name, url) => {
  const resolve = vi.fn(async () => ['1.1.1.1'])
  await expect(ask(url(place), { resolve })).rejects.toEqual(fault('url_not_allowed'))
  expect(resolve).not.toHaveBeenCalled()
  expect(asked).toEqual([])
})

test('a listed name that leads inside is refused, also when only one of its addresses does', async () => {
  for (const addresses of [['127.0.0.1'], ['1.1.1.1', '10.0.0.1'], ['::ffff:127.0.0.1']])
    await expect(
      ask('http://ocsp.example/', { listed: ['ocsp.example:80'], resolve: async () => addresses }),
    ).rejects.toEqual(fault('address_not_public'))
  expect(asked).toEqual([])
})

test('a redirect is an answer and is not followed', async () => {
  expect((await ask(`http://${place}/elsewhere`)).status).toBe(302)
  expect(asked.splice(0)).toHaveLength(1)
})

test('more than the cap is too large, and silence and dripping end with the time', async () => {
  expect((await ask(`http://${place}/1000`)).body).toHaveLength(1_000)
  await expect(ask(`http://${place}/1001`)).rejects.toEqual(fault('too_large'))
  for (const path of ['silent', 'drip'])
    await expect(ask(`http://${place}/${path}`, { signal: AbortSignal.timeout(200) })).rejects.toEqual(
      fault('too_slow'),
    )
})

test('nobody there is unreachable', async () => {
  await expect(ask('http://127.0.0.1:1/', { listed: ['127.0.0.1:1'] })).rejects.toEqual(fault('unreachable'))
})

test('a body makes a POST, none a GET; neither carries a cookie', async () => {
  asked.splice(0)
  await ask(`http://${place}/2`, { body: Buffer.from('question') })
  await ask(`http://${place}/3`)
  expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/2', 'question'],
    ['GET', '/3', ''],
  ])
  expect(asked.every(({ headers }) => !('cookie' in headers) && headers.host === place)).toBe(true)
})
