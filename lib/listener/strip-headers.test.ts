import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { stripClaims } from './strip-headers'

const CLAIMS = {
  'Client-Cert': ':AAAA:',
  'CLIENT-CERT-CHAIN': ':AAAA:',
  'X-Client-Cert-Secret': ['a', 'b'],
  Forwarded: 'for=192.0.2.1',
  'X-Forwarded-For': ['192.0.2.1', '192.0.2.2'],
  'x-real-ip': '192.0.2.1',
  'X-SSL-Client-Cert': 'x',
}

test('what would speak for the caller is gone in both forms that Node keeps, and nothing else is', async () => {
  const server = createServer((req, res) => {
    stripClaims(req)
    res.end(JSON.stringify([req.headers, req.rawHeaders]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const headers = { Host: 'localhost', ...CLAIMS, 'X-Request-ID': 'kept', Connection: 'close' }
  const left = await new Promise<string>((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers }, (res) => {
      let text = ''
      res.on('data', (chunk: Buffer) => {
        text += chunk
      })
      res.on('end', () => resolve(text))
    })
      .on('error', reject)
      .end()
  })
  server.close()
  expect(JSON.parse(left)).toEqual([
    { host: 'localhost', 'x-request-id': 'kept', connection: 'close' },
    ['Host', 'localhost', 'X-Request-ID', 'kept', 'Connection', 'close'],
  ])
})
