import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { TLSSocket } from 'node:tls'
import { Client } from 'pg'
import { v7 as newId } from 'uuid'
import type { BookingDetail } from '@/lib/core-banking/account'
import { toMoney } from '@/lib/core-banking/money'
import { env } from '@/lib/env'
import type { VettedCertificate } from '@/lib/tpp/caller'
import { vetCaller } from '@/lib/tpp/vet-caller'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { ONE_STATEMENT, PAGE_STATEMENT, PROVEN_STATEMENT, REFUSED } from './one-statement.sql'
import { isSigned, readProof } from './proof'

// The limit of P1, P1b and P3: what a checked read costs when one program does nothing else. Node's own HTTPS, the
// certificate vetted once per connection, one prepared statement over four pipelined connections, one field opened. A
// proof beside a bearer's token (P3's limit) is verified for its signature alone; beside a DPoP token it is verified whole.
const PATH =
  /^\/xs2a\/v1\/accounts\/([0-9a-f-]{36})\/(balances|transactions)(?:\?bookingStatus=booked&dateFrom=([0-9-]{10}))?$/
const CONNECTIONS = 4

const connections = await Promise.all(
  Array.from({ length: CONNECTIONS }, async () => {
    const client = new Client({ connectionString: env.DATABASE_URL, pipeline: true })
    await client.connect()
    return client
  }),
)
let turn = 0
const certificates = new WeakMap<object, VettedCertificate>()

const server = createServer(
  {
    cert: readFileSync(env.MTLS_CERTIFICATE_FILE),
    key: readFileSync(env.MTLS_KEY_FILE),
    requestCert: true,
    rejectUnauthorized: false,
    keepAliveTimeout: 65_000,
    noDelay: true,
  },
  (req, res) => void answer(req, res),
)
server.listen(0, () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(JSON.stringify({ port: address.port }))
})

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const certificate = certificates.get(req.socket) ?? (await certificateOf(req))
  const [, accountId, read, dateFrom] = PATH.exec(req.url ?? '') ?? []
  const { authorization = '', 'consent-id': consentId, 'x-request-id': requestId } = req.headers
  if (!certificate || !accountId) return end(res, 401, '{}', requestId)
  const callId = newId()
  const { organizationIdentifier: tppId, thumbprint } = certificate
  const [scheme, token = ''] = authorization.split(' ')
  const hash = createHash('sha256').update(token).digest()
  const values = [consentId, tppId, hash, thumbprint, accountId, callId, requestId]
  const body = await readOf({ req, read, token, proven: scheme === 'DPoP', values, dateFrom })
  if (body) return end(res, 200, JSON.stringify(body), requestId)
  const route = `/v1/accounts/{account-id}/${read}`
  await query('limit.refused', REFUSED, [callId, tppId, thumbprint, consentId, requestId, route])
  end(res, 401, '{}', requestId)
}

async function readOf({ req, read, token, proven, values, dateFrom }: ReadOf): Promise<object | null> {
  if (read === 'transactions') return readPage([...values, dateFrom])
  const { dpop } = req.headers
  if (!proven)
    return typeof dpop !== 'string' || isSigned(dpop)
      ? readBalances('limit.balances', ONE_STATEMENT, values)
      : null
  const proof = readProof({ proof: String(dpop), token, address: `${env.MTLS_ORIGIN}${req.url}` })
  return proof && readBalances('limit.proven', PROVEN_STATEMENT, [...values, proof.thumbprint, proof.id])
}

async function readBalances(name: string, text: string, values: unknown[]): Promise<object | null> {
  const rows = await query<BalanceRow>(name, text, values)
  const [first] = rows
  if (!first) return null
  const key = await vaultKey(first.key_id)
  const balances = rows.map((row) => ({
    balanceAmount: toMoney(row.amount, row.currency),
    balanceType: row.balance_type,
    lastChangeDateTime: row.changed_at.toISOString(),
  }))
  return { account: { iban: ibanOf(first, key), currency: first.account_currency }, balances }
}

async function readPage(values: unknown[]): Promise<object | null> {
  const rows = await query<EntryRow>('limit.page', PAGE_STATEMENT, values)
  const [first] = rows
  if (!first) return null
  const key = await vaultKey(first.key_id)
  const account = { href: `${env.MTLS_ORIGIN}/xs2a/v1/accounts/${values[4]}` }
  const booked = rows.slice(0, 100).map((row) => {
    const detail = key.open<BookingDetail>('ledger_transactions.detail', row.sealed_detail)
    return {
      transactionId: row.id,
      entryReference: row.id.replaceAll('-', ''),
      bookingDate: row.booked_on,
      valueDate: row.value_on,
      transactionAmount: toMoney(row.amount, row.currency),
      creditorName: detail.creditorName,
      creditorAccount: { iban: detail.creditorIban },
      remittanceInformationUnstructured: detail.remittance,
      bankTransactionCode: row.bank_transaction_code,
      _links: { transactionDetails: { href: `${account.href}/transactions/${row.id}` } },
    }
  })
  const reference = { iban: ibanOf(first, key), currency: first.account_currency }
  return { account: reference, transactions: { booked, _links: { account } } }
}

const ibanOf = (row: AccountRow, key: VaultKey) => key.open<string>('ledger_accounts.iban', row.sealed_iban)

async function certificateOf({ socket }: IncomingMessage): Promise<VettedCertificate | null> {
  if (!(socket instanceof TLSSocket)) return null
  const der = socket.getPeerX509Certificate()?.raw ?? null
  const { certificate } = await vetCaller({ der, address: '', through: 'listener' })
  if (certificate) certificates.set(socket, certificate)
  return certificate
}

async function query<Result extends object>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Result[]> {
  turn = (turn + 1) % CONNECTIONS
  const result = await connections[turn]?.query<Result>({ name, text, values })
  return result?.rows ?? []
}

function end(res: ServerResponse, status: number, body: string, requestId: unknown): void {
  res.setHeader('X-Request-ID', String(requestId))
  res
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body)
}

type ReadOf = {
  req: IncomingMessage
  read: string | undefined
  token: string
  proven: boolean
  values: unknown[]
  dateFrom: string | undefined
}
type AccountRow = { key_id: string; sealed_iban: Buffer; account_currency: string }
type BalanceRow = AccountRow & { balance_type: string; amount: string; currency: string; changed_at: Date }
type EntryRow = AccountRow & {
  id: string
  booked_on: string
  value_on: string
  amount: string
  currency: string
  bank_transaction_code: string
  sealed_detail: Buffer
}
