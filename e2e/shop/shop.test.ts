import 'reflect-metadata'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509CertificateGenerator } from '@peculiar/x509'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shopApp } from './app'
import type { Config } from './config'
import { openOrders } from './orders'
import { payLaneAt } from './paylane'

const ORIGIN = 'http://127.0.0.1:4002'
const BANK = 'http://localhost:3000'
const IBAN = 'DK5000400440116243'
const NOW = new Date('2026-11-21T10:00:00Z')
const folders: string[] = []
let qsealc: string
beforeAll(async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned({ name: 'CN=PayLane', keys })
  qsealc = made.toString('pem')
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

test('an order is its browser’s alone: for any other there is no such page, and the bank is not asked', async () => {
  const { visitor, bank } = givenShop()
  const buyer = visitor()
  const order = await buyer.buys('lamp')
  const asked = bank.calls.length
  for (const cookie of ['', 'cykelbutik-4002=', 'cykelbutik-4002=guess', 'cykelbutik-4002=undefined']) {
    expect((await visitor(cookie).go(order)).status, cookie).toBe(404)
    expect((await visitor(cookie).go(`${order}/cancel`, {})).status, cookie).toBe(404)
  }
  expect(bank.calls.length).toBe(asked)
  expect((await buyer.go(order)).text).toContain('Waiting for your bank')
})

test('what another site sends buys nothing', async () => {
  const { app, bank } = givenShop()
  const headers = { origin: BANK, 'content-type': 'application/x-www-form-urlencoded' }
  const sent = await app.request(
    `${ORIGIN}/buy/lamp`,
    { method: 'POST', headers, body: 'when=today' },
    CONNECTED,
  )
  expect(sent.status).toBe(403)
  expect(bank.calls).toEqual([])
})

test.each([
  ['an IBAN with a slip', { iban: 'DK5000400440116244' }, /not a complete IBAN/],
  ['two accounts', { iban: `${IBAN}, NL91ABNA0417164300` }, /not a complete IBAN/],
  ['today as a later day', { when: 'later', day: '2026-11-21' }, /from tomorrow on/],
  ['a day more than a year away', { when: 'later', day: '2027-11-22' }, /from tomorrow on/],
  ['a day that is none', { when: 'later', day: '2026-13-40' }, /from tomorrow on/],
])('%s is told before the bank is asked', async (_what, form, said) => {
  const { visitor, bank } = givenShop()
  const answer = await visitor().go('/buy/lamp', form)
  expect(answer.status).toBe(400)
  expect(answer.text).toMatch(said)
  expect(answer.text).toContain('aria-invalid="true"')
  expect(bank.calls).toEqual([])
})

test('the bank is asked for the price, to the shop’s account, on the day and from the account that the customer chose', async () => {
  const { visitor, bank } = givenShop()
  await visitor().buys('lamp')
  await visitor().buys('bicycle', { when: 'later', day: '2026-12-01', iban: 'dk50 0040 0440 1162 43' })
  const [today, later] = bank.payments()
  expect(today?.body).toEqual({
    instructedAmount: { currency: 'EUR', amount: '249.00' },
    creditorAccount: { iban: 'NL91ABNA0417164300' },
    creditorName: 'Cykelbutik ApS',
    remittanceInformationUnstructured: expect.stringMatching(/^Order CB-[A-Z2-9]{6}$/),
    endToEndIdentification: expect.stringMatching(/^CB-/),
  })
  expect(later?.body).toMatchObject({
    instructedAmount: { currency: 'EUR', amount: '2490.00' },
    debtorAccount: { iban: IBAN },
    requestedExecutionDate: '2026-12-01',
  })
  const address = later?.headers['tpp-redirect-uri']
  expect(later?.headers).toMatchObject({
    'psu-ip-address': '127.0.0.1',
    'tpp-nok-redirect-uri': `${address}?unpaid`,
  })
  expect(later?.headers.signature).toContain('tpp-redirect-uri')
})

test('nobody is sent anywhere but to the bank, whatever its answer says', async () => {
  const { visitor } = givenShop({ link: 'http://localhost:3001/pay/1' })
  const answer = await visitor().go('/buy/lamp', {})
  expect(answer.status).toBe(500)
  expect(answer.location).toBeNull()
})

test.each([
  ['RCVD', 'Waiting for your bank'],
  ['ACTC', 'Your bank is paying'],
  ['ACSP', 'Your bank is paying'],
  ['ACSC', 'Paid. Thank you'],
  ['RJCT', 'Not paid'],
  ['CANC', 'Cancelled'],
])(
  '%s reads "%s", wherever the customer came back to; what is over is not asked again',
  async (status, title) => {
    const { visitor, bank } = givenShop()
    const buyer = visitor()
    const order = await buyer.buys('lamp')
    bank.status = status
    expect((await buyer.go(`${order}?unpaid`)).text).toContain(`<h1>${title}</h1>`)
    const asked = bank.calls.length
    expect((await buyer.go(order)).text).toContain(`<h1>${title}</h1>`)
    expect(bank.calls.length - asked).toBe(['ACSC', 'RJCT', 'CANC'].includes(status) ? 0 : 1)
  },
)

test('an order for a later day says the day', async () => {
  const { visitor, bank } = givenShop()
  const buyer = visitor()
  const order = await buyer.buys('lamp', { when: 'later', day: '2026-12-01' })
  bank.status = 'ACTC'
  expect((await buyer.go(order)).text).toContain('<h1>Ordered. To be paid on 1 December 2026</h1>')
})

test('a bank that does not answer changes nothing, and one that says no is quoted', async () => {
  const { visitor, bank } = givenShop()
  const buyer = visitor()
  const order = await buyer.buys('lamp')
  bank.silent = true
  const { status, text } = await buyer.go(order)
  expect([status, text.includes('does not answer at the moment'), text.includes('Waiting for')]).toEqual([
    200,
    true,
    true,
  ])
  expect((await buyer.go('/buy/lamp', {})).text).toContain('Your bank did not answer')
  bank.silent = false
  bank.refuses = { status: 404, code: 'PRODUCT_UNKNOWN' }
  expect(await buyer.go('/buy/lamp', {})).toMatchObject({
    status: 502,
    text: expect.stringContaining('PRODUCT_UNKNOWN'),
  })
})

test('a restart loses no order; an account is remembered where that was wished, and no cookie is kept', async () => {
  const { home, visitor } = givenShop()
  const buyer = visitor()
  const order = await buyer.buys('lamp', { iban: IBAN, remember: 'on' })
  const again = givenShop({ home }).visitor(buyer.cookie())
  expect((await again.go(order)).status).toBe(200)
  expect((await again.go('/buy/lamp')).text).toContain('DK50 0040 0440 1162 43')
  const file = join(home, 'orders.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).not.toContain(buyer.cookie().split('=')[1])
  await again.buys('lamp', { iban: IBAN })
  expect((await again.go('/buy/lamp')).text).not.toContain('DK50')
})

/** What Node's server tells of the other end. */
const CONNECTED = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }

function givenShop({ home = newHome(), link = `${BANK}/pay/pay_1` } = {}) {
  const config: Config = {
    port: 4002,
    host: '127.0.0.1',
    origin: ORIGIN,
    home,
    brand: 'Cykelbutik',
    account: { holder: 'Cykelbutik ApS', iban: 'NL91ABNA0417164300' },
    timeZone: 'Europe/Copenhagen',
    bank: { name: 'Nordhavn Bank', issuer: BANK, xs2a: 'https://localhost:3443/xs2a' },
    payLane: { brand: 'PayLane', bankCa: '', signing: { origin: 'http://127.0.0.1:4003', secret: '' } },
  }
  const bank = bankDouble(link)
  const signing = {
    qwac: () => Promise.reject(new Error('Nothing is sent')),
    sealCertificate: async () => ({ serial: '1', certificate: qsealc, chain: qsealc }),
    seal: async () => 'c2VhbGVk',
    jwks: async () => ({ keys: [] }),
    assertion: async () => '',
  }
  const payLane = payLaneAt({ config, signing, wire: bank.wire })
  const app = shopApp({ config, payLane, orders: openOrders(home), now: () => NOW })
  /** A browser; a form makes it a POST of our own page. */
  const visitor = (cookie = '') => {
    let jar = cookie
    const go = async (path: string, form?: Record<string, string>) => {
      const body = form && new URLSearchParams(form)
      const init = { method: form ? 'POST' : 'GET', headers: { cookie: jar, origin: ORIGIN }, body }
      const answer = await app.request(`${ORIGIN}${path}`, init, CONNECTED)
      jar = answer.headers.get('set-cookie')?.split(';')[0] ?? jar
      return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
    }
    /** Comes to the bank's page; returns where they come back to. */
    const buys = async (good: string, form: Record<string, string> = {}) => {
      expect(await go(`/buy/${good}`, form)).toMatchObject({ status: 303, location: link })
      return new URL(bank.payments().at(-1)?.headers['tpp-redirect-uri'] ?? '').pathname
    }
    return { go, buys, cookie: () => jar }
  }
  return { app, bank, visitor, home }
}

/** The bank as the wire brings it, with what it was asked. */
function bankDouble(link: string) {
  const bank = {
    status: 'RCVD',
    silent: false,
    refuses: null as { status: number; code: string } | null,
    calls: [] as { method: string; url: string; headers: Record<string, string>; body: unknown }[],
    payments: () =>
      bank.calls.filter(({ method, url }) => method === 'POST' && url.includes('/v1/payments/')),
    wire:
      () =>
      async (url: string, { method, headers, body }: Sent) => {
        if (bank.silent) throw Object.assign(new Error('Connection refused'), { code: 'ECONNREFUSED' })
        bank.calls.push({ method, url, headers, body: typeof body === 'string' ? JSON.parse(body) : null })
        if (bank.refuses && url.includes('/v1/'))
          return Response.json(
            { tppMessages: [{ code: bank.refuses.code }] },
            { status: bank.refuses.status },
          )
        if (method === 'DELETE') return new Response(null, { status: 204 })
        if (method === 'GET') return Response.json({ transactionStatus: bank.status })
        return Response.json(
          { paymentId: 'p1', transactionStatus: 'RCVD', _links: { scaRedirect: { href: link } } },
          { status: 201 },
        )
      },
  }
  return bank
}

function newHome() {
  const home = mkdtempSync(join(tmpdir(), 'shop-'))
  folders.push(home)
  return home
}

type Sent = { method: string; headers: Record<string, string>; body?: unknown }
