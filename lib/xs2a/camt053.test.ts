import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { givenBooking, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenReader } from '@/e2e/fixtures/given-reader'
import { addDays, bankDay } from '@/lib/bank-day'
import type { Booking } from '@/lib/core-banking/account'
import { env } from '@/lib/env'
import { toCamt053 } from './camt053'

const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-CAMT', psuId)
const today = bankDay(new Date(), env.BANK_TIME_ZONE)
const day = (ago: number) => addDays(today, -ago)
const XML = { accept: 'application/xml' }

const bookings = [
  givenBooking(day(4), '30.00'),
  givenBooking(day(3), '-12.30'),
  givenBooking(day(1), '5.00'),
  givenBooking(null, '-7.00'),
]
const account = await givenPaymentAccount({ psuId, bookings })

/** The order of ISO 20022 camt.053.001.08, of those elements that this bank writes. */
const ORDER: Record<string, readonly string[]> = {
  Document: ['BkToCstmrStmt'],
  BkToCstmrStmt: ['GrpHdr', 'Stmt'],
  GrpHdr: ['MsgId', 'CreDtTm', 'MsgPgntn'],
  Stmt: ['Id', 'CreDtTm', 'FrToDt', 'Acct', 'Bal', 'Ntry'],
  Acct: ['Id', 'Ccy', 'Nm', 'Ownr', 'Svcr'],
  Bal: ['Tp', 'Amt', 'CdtDbtInd', 'Dt'],
  Ntry: ['NtryRef', 'Amt', 'CdtDbtInd', 'Sts', 'BookgDt', 'ValDt', 'AcctSvcrRef', 'BkTxCd', 'NtryDtls'],
  Domn: ['Cd', 'Fmly'],
  Fmly: ['Cd', 'SubFmlyCd'],
  TxDtls: ['Refs', 'RltdPties', 'RmtInf'],
  Refs: ['AcctSvcrRef', 'EndToEndId'],
  RltdPties: ['Dbtr', 'DbtrAcct', 'Cdtr', 'CdtrAcct'],
}
const REQUIRED: Record<string, readonly string[]> = {
  GrpHdr: ['MsgId', 'CreDtTm'],
  Stmt: ['Id', 'Acct', 'Bal'],
  Acct: ['Id'],
  Bal: ['Tp', 'Amt', 'CdtDbtInd', 'Dt'],
  Ntry: ['Amt', 'CdtDbtInd', 'Sts', 'BkTxCd'],
}

/** Faults of the structure; none where every element stands where the schema wants it and none is empty. */
function faultsOf(xml: string): string[] {
  const valid = XMLValidator.validate(xml)
  if (valid !== true) return [valid.err.msg]
  const options = { preserveOrder: true, ignoreAttributes: true, parseTagValue: false, trimValues: false }
  const [, document] = new XMLParser(options).parse(xml) as Node[]
  return document ? checkNode('Document', document.Document ?? []) : ['no document']
}

function checkNode(name: string, children: Node[]): string[] {
  const names = children.map((child) => Object.keys(child)[0] ?? '').filter((child) => child !== '#text')
  const order = ORDER[name]
  const places = names.map((child) => order?.indexOf(child) ?? 0)
  const faults = places.some((place, index) => place < (places[index - 1] ?? 0))
    ? [`${name} is out of order`]
    : []
  for (const wanted of REQUIRED[name] ?? [])
    if (!names.includes(wanted)) faults.push(`${name} lacks ${wanted}`)
  if (children.length === 0) faults.push(`${name} is empty`)
  return faults.concat(
    children.flatMap((child) =>
      Object.entries(child).flatMap(([key, value]) => (Array.isArray(value) ? checkNode(key, value) : [])),
    ),
  )
}

type Node = Record<string, Node[]>

const plain = (xml: string) =>
  new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    trimValues: false,
    processEntities: true,
  }).parse(xml)

const read = async (query: string, change: { balances?: boolean; ownerName?: boolean } = {}, accept = XML) =>
  (await of([{ accountId: account, ...change }])).read(
    `/v1/accounts/${account}/transactions?${query}`,
    accept,
  )

test.each([
  `bookingStatus=pending&dateFrom=${day(5)}`,
  `bookingStatus=both&dateFrom=${day(5)}`,
  'bookingStatus=information',
  'bookingStatus=booked&deltaList=true',
  `bookingStatus=booked&entryReferenceFrom=${'0'.repeat(32)}`,
])('camt.053 holds booked entries of a period and nothing else: 406 for %s', async (query) => {
  const { status, code, path } = await read(query)
  expect([status, code, path]).toEqual([406, 'REQUESTED_FORMATS_INVALID', 'Accept'])
})

test('a statement holds balances, so it needs their right: without it CONSENT_INVALID', async () => {
  const { status, code } = await read(`bookingStatus=booked&dateFrom=${day(5)}`, { balances: false })
  expect([status, code]).toEqual([401, 'CONSENT_INVALID'])
})

test('the period is judged as for JSON', async () => {
  const { code } = await read(`bookingStatus=booked&dateFrom=${day(1)}&dateTo=${day(2)}`)
  expect(code).toBe('PERIOD_INVALID')
})

test('both, with JSON liked less: what camt.053 cannot hold comes as JSON', async () => {
  const accept = { accept: 'application/xml, application/json;q=0.5' }
  const { headers, json } = await read(`bookingStatus=both&dateFrom=${day(5)}`, {}, accept)
  expect(headers['content-type']).toBe('application/json')
  expect(json.transactions.pending).toHaveLength(1)
})

test('booked entries, oldest first, between two balances that add up', async () => {
  const { status, headers, text } = await read(`bookingStatus=booked&dateFrom=${day(3)}&dateTo=${day(2)}`)
  expect([status, headers['content-type']]).toEqual([200, 'application/xml'])
  expect(faultsOf(text)).toEqual([])
  const { Stmt } = plain(text).Document.BkToCstmrStmt
  expect(plain(text).Document['@_xmlns']).toBe('urn:iso:std:iso:20022:tech:xsd:camt.053.001.08')
  expect(Stmt.FrToDt).toEqual({ FrDtTm: `${day(3)}T00:00:00`, ToDtTm: `${day(2)}T23:59:59` })
  // 100.00 are booked today; 5.00 came after the period, and -12.30 within it.
  const balances = Stmt.Bal.map((one: Balance) => [
    one.Tp.CdOrPrtry.Cd,
    one.Amt['#text'],
    one.CdtDbtInd,
    one.Dt.Dt,
  ])
  expect(balances).toEqual([
    ['OPBD', '107.30', 'CRDT', day(3)],
    ['CLBD', '95.00', 'CRDT', day(2)],
  ])
  expect(Stmt.Ntry).toMatchObject({
    NtryRef: bookings[1]?.id.replaceAll('-', ''),
    Amt: { '#text': '12.30', '@_Ccy': 'DKK' },
    CdtDbtInd: 'DBIT',
    Sts: { Cd: 'BOOK' },
    BkTxCd: { Domn: { Cd: 'PMNT', Fmly: { Cd: 'ICDT', SubFmlyCd: 'ESCT' } } },
    NtryDtls: {
      TxDtls: { RltdPties: { Cdtr: { Pty: { Nm: 'Bageriet' } } }, RmtInf: { Ustrd: 'Rundstykker' } },
    },
  })
  expect(text).not.toContain('Anna Andersen')
})

test('the owner is named where the consent gives the name, and a period without entries is a statement too', async () => {
  const { text } = await read(`bookingStatus=booked&dateFrom=${day(0)}`, { ownerName: true })
  expect(faultsOf(text)).toEqual([])
  const { Stmt } = plain(text).Document.BkToCstmrStmt
  expect(Stmt.Acct.Ownr).toEqual({ Nm: 'Anna Andersen' })
  expect(Stmt).not.toHaveProperty('Ntry')
})

const HOSTILE = [
  '</Ustrd></RmtInf><Ntry>',
  ']]><!--',
  '&amp; &lt; &#0; &entity;',
  `"quotes" and 'apostrophes'`,
  '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
  'Ελληνικά, ελληνικά, 👩‍🚀, \u{1F4B6}',
  'line\nend\ttab',
]

test.each(HOSTILE)('a hostile remittance text stays a text: %s', (remittance) => {
  const xml = statementWith({ remittance, creditorName: remittance })
  expect(faultsOf(xml)).toEqual([])
  const { TxDtls } = plain(xml).Document.BkToCstmrStmt.Stmt.Ntry.NtryDtls
  expect(TxDtls.RmtInf.Ustrd).toBe(remittance)
  expect(TxDtls.RltdPties.Cdtr.Pty.Nm).toBe(remittance)
})

test('what XML cannot hold goes, and long texts stand in several elements', () => {
  const xml = statementWith({ remittance: `a\u0000b\u001bc\ud800d\ufffe${'é'.repeat(300)}` })
  expect(faultsOf(xml)).toEqual([])
  expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u)
  const { Ustrd } = plain(xml).Document.BkToCstmrStmt.Stmt.Ntry.NtryDtls.TxDtls.RmtInf
  expect(Ustrd.every((part: string) => [...part].length <= 140)).toBe(true)
  expect(Ustrd.join('')).toMatch(/^abc.?dé{300}$/u)
})

test('an entry of which nothing is known but its amount has no empty element', () => {
  const xml = statementWith({ remittance: '' }, 'OTHER')
  expect(faultsOf(xml)).toEqual([])
  expect(xml).toContain('<BkTxCd><Prtry><Cd>OTHER</Cd></Prtry></BkTxCd>')
})

function statementWith(detail: Booking['detail'], bankTransactionCode = 'PMNT-RCDT-ESCT'): string {
  const money = { amount: '0.00', currency: 'DKK' }
  return toCamt053({
    account: {
      ...{ id: 'x', iban: 'DK5000400440116243', currency: 'DKK', ownerName: null, name: 'Salary' },
      ...{ product: 'x', details: null, usage: 'PRIV', status: 'enabled', cashAccountType: 'CACC' },
    },
    right: { accountId: 'x', balances: true, transactions: true, ownerName: false, details: true },
    balances: null,
    statement: {
      opening: money,
      closing: { ...money, amount: '-3.20' },
      bookings: [{ ...givenBooking('2026-01-02'), bankTransactionCode, detail }],
    },
    from: '2026-01-01',
    to: '2026-01-31',
    id: '019a0000-0000-7000-8000-000000000000',
    createdAt: new Date(),
  })
}

type Balance = {
  Tp: { CdOrPrtry: { Cd: string } }
  Amt: { '#text': string }
  CdtDbtInd: string
  Dt: { Dt: string }
}
