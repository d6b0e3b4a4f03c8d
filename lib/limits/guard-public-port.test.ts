import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { guardPublicPort } from './guard-public-port'

test.each([
  ['TRACE', '/help', 'OPTIONS', '/help'],
  ['GET', '/xs2a/v1/%ff', 'GET', '/%'],
  ['GET', '/xs2a/v1/%C3%A9?x=%ff', 'GET', '/xs2a/v1/%C3%A9?x=%ff'],
  ['DELETE', '/xs2a/v1/consents/1', 'DELETE', '/xs2a/v1/consents/1'],
])('what Next would fail at comes to it as what is refused: %s %s', async (method, path, tamed, address) => {
  guardPublicPort(() => false)
  const server = createServer((req, res) => res.end(`${req.method} ${req.url}`)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [answer] = await once(request({ host: '127.0.0.1', port, method, path }).end(), 'response')
  let body = ''
  for await (const chunk of answer) body += chunk
  server.close()
  expect(body).toBe(`${tamed} ${address}`)
})
