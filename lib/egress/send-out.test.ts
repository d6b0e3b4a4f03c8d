import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { sendOut } from './send-out'

/** Listed places: our own servers. `closed` is the same server's port under a name that nobody listed. */
const { hook, other, tcp } = await vi.hoisted(async () => {
  const { freePort } = await import('@/e2e/fixtures/free-port')
  const [hook, other, tcp] = [await freePort(), await freePort(), await freePort()]
  process.env.EGRESS_ALLOWED = `localhost:${hook},hook.example:${hook},127.0.0.1:${hook},localhost:${other},127.0.0.1:${tcp}`
  // A proxy of the environment must not be asked; nobody listens there.
  Object.assign(process.env, {
    HTTPS_PROXY: 'http://127.0.0.1:1',
    HTTP_PROXY: 'http://127.0.0.1:1',
    NODE_USE_ENV_PROXY: '1',
  })
  const trust = `${process.env.TRUST_ANCHORS}/../root.pem`
  process.env.EGRESS_TRUST_FILE = trust
  return { hook, other, tcp }
})

const folder = dirname(env.TRUST_ANCHORS)
const open: (Server | TcpServer)[] = []
let asked: { url: string; headers: Record<string, unknown>; sni: unknown; body: string }[] = []
let answer: (url: string) => { status: number; headers?: Record<string, string>; body?: string | Buffer }

beforeAll(async () => {
  await ensureSandboxPki(folder)
  await issueTppCertificates({
    folder,
    out: join(folder, 'hook'),
    organizationIdentifier: 'PSDNL-DNB-HOOK',
    name: 'Hook B.V.',
    roles: ['PSP_AI'],
    hosts: ['hook.example', 'localhost'],
  })
  const read = (file: string) => readFileSync(join(folder, 'hook', file))
  const server = createServer(
    { cert: Buffer.concat([read('qwac.pem'), read('chain.pem')]), key: read('qwac.key') },
    async (req, res) => {
      let body = ''
      for await (const chunk of req) body += chunk
      asked.push({
        url: req.url ?? '',
        headers: req.headers,
        sni: 'servername' in req.socket ? req.socket.servername : null,
        body,
      })
      const { status, headers, body: said } = answer(req.url ?? '')
      res.writeHead(status, headers).end(said)
    },
  )
  await listen(server, hook)
})
beforeEach(() => {
  asked = []
  answer = () => ({ status: 200, body: 'ok' })
})
afterAll(() => Promise.all(open.map((server) => new Promise((done) => server.close(done)))))

const fault = (code: string) => expect.objectContaining({ name: 'EgressFault', code })
const get = (url: string, resolve?: (name: string) => Promise<string[]>) =>
  sendOut({ url, method: 'GET', ...(resolve && { resolve }) })

describe('the address (THR-14)', () => {
  test.each([
    ['plain http', 'http://example.com/'],
    ['another scheme', 'file:///etc/passwd'],
    ['another port', 'https://example.com:8443/'],
    ['a port of this machine that nobody listed', 'https://localhost:5432/'],
    ['a user', 'https://user@example.com/'],
    ['a password', 'https://:secret@example.com/'],
    ['a fragment', 'https://example.com/#x'],
    ['no URL', 'example.com'],
    ['no host', 'https://'],
    ['too long', `https://example.com/${'x'.repeat(2_048)}`],
  ])('%s is refused before any look-up', async (_name, url) => {
    const resolve = vi.fn(async () => ['1.1.1.1'])
    await expect(get(url, resolve)).rejects.toEqual(fault('url_not_allowed'))
    expect(resolve).not.toHaveBeenCalled()
  })

  test.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://①②⑦.0.0.1/',
  ])('%s is an address of this house, however it is spelt', async (url) => {
    await expect(get(url)).rejects.toEqual(fault('address_not_public'))
  })

  test('a name that leads inside is refused, also when only one of its addresses does', async () => {
    for (const addresses of [
      ['10.0.0.1'],
      ['1.1.1.1', '127.0.0.1'],
      ['2606:4700::1', '::1'],
      ['::ffff:10.0.0.1'],
    ])
      await expect(get('https://inside.example/', async () => addresses)).rejects.toEqual(
        fault('address_not_public'),
      )
    await expect(get('https://nowhere.example/', async () => [])).rejects.toEqual(fault('name_unknown'))
    await expect(get('https://localhost/')).rejects.toMatchObject({ name: 'EgressFault' })
  })

  test('a resolver that answers public first and loopback second is asked once, and the second is never called', async () => {
    // An address of 2000::/3 that nobody was ever given.
    const answers = [['2000::1'], ['127.0.0.1']]
    const resolve = vi.fn(async () => answers.shift() ?? [])
    await expect(get('https://rebind.example/', resolve)).rejects.toMatchObject({ name: 'EgressFault' })
    expect(resolve).toHaveBeenCalledTimes(1)
    expect(asked).toEqual([])
  })
})

describe('the connection', () => {
  test('a certificate of another name is refused, although the address was listed', async () => {
    await expect(get(`https://127.0.0.1:${hook}/`)).rejects.toEqual(fault('certificate_refused'))
    expect(asked).toEqual([])
  })

  test('the socket goes to the checked address under the name, without cookie or proxy', async () => {
    const resolve = vi.fn(async () => ['127.0.0.1'])
    const { status, body } = await sendOut({
      url: `https://hook.example:${hook}/a?b=c`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"x":1}',
      resolve,
    })
    expect([status, body.toString()]).toEqual([200, 'ok'])
    expect(resolve).toHaveBeenCalledTimes(1)
    expect(asked).toMatchObject([
      {
        url: '/a?b=c',
        sni: 'hook.example',
        body: '{"x":1}',
        headers: { host: `hook.example:${hook}`, 'user-agent': 'Placet/1', connection: 'close' },
      },
    ])
    expect(Object.keys(asked[0]?.headers ?? {})).not.toContain('cookie')
  })

  test('a header that is not the caller’s to set is a bug, and says so', async () => {
    await expect(
      sendOut({ url: `https://localhost:${hook}/`, method: 'GET', headers: { Host: 'other' } }),
    ).rejects.toThrow('Host is not')
  })

  test('nobody there is unreachable', async () => {
    await expect(get(`https://localhost:${other}/`)).rejects.toEqual(fault('unreachable'))
  })
})

describe('the answer', () => {
  test('a redirect is an answer and is not followed', async () => {
    answer = () => ({ status: 302, headers: { location: 'https://127.0.0.1/', 'set-cookie': 'a=b' } })
    expect((await get(`https://localhost:${hook}/`)).status).toBe(302)
    expect((await get(`https://localhost:${hook}/`)).status).toBe(302)
    expect(asked.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
  })

  test('a body of 64 KiB is taken, one byte more is not', async () => {
    answer = (url) => ({ status: 200, body: Buffer.alloc(Number(url.slice(1))) })
    expect((await get(`https://localhost:${hook}/65536`)).body).toHaveLength(65_536)
    await expect(get(`https://localhost:${hook}/65537`)).rejects.toEqual(fault('too_large'))
  })

  test('headers larger than 16 KiB are too large', async () => {
    answer = () => ({ status: 200, headers: { 'x-long': 'x'.repeat(17_000) } })
    await expect(get(`https://localhost:${hook}/`)).rejects.toEqual(fault('too_large'))
  })

  test('a server that speaks no TLS, and one that never ends its answer, are given up', async () => {
    await listen(
      createTcpServer((socket) => socket.resume()),
      tcp,
    )
    const slow = createServer(
      { cert: readFileSync(join(folder, 'server.pem')), key: readFileSync(join(folder, 'server.key')) },
      (_req, res) => {
        res.writeHead(200)
        const drip = setInterval(() => res.write('.'), 50)
        res.on('close', () => clearInterval(drip))
      },
    )
    await listen(slow, other)
    await Promise.all([
      expect(get(`https://127.0.0.1:${tcp}/`)).rejects.toEqual(fault('too_slow')),
      expect(get(`https://localhost:${other}/`)).rejects.toEqual(fault('too_slow')),
      expect(get('https://slow.example/', () => new Promise(() => undefined))).rejects.toEqual(
        fault('too_slow'),
      ),
    ])
  })
})

async function listen(server: Server | TcpServer, port: number): Promise<void> {
  open.push(server)
  await once(server.listen(port, '127.0.0.1'), 'listening')
}
