import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { TLSSocket } from 'node:tls'
import { Client } from 'pg'
import { v7 as newId } from 'uuid'
import { toMoney } from '@/lib/core-banking/money'
import { env } from '@/lib/env'
import type { VettedCertificate } from '@/lib/tpp/caller'
import { vetCaller } from '@/lib/tpp/vet-caller'
import { vaultKey } from '@/lib/vault/vault'
import { ONE_STATEMENT, REFUSED } from './one-statement.sql'

// The limit of P1: what a checked balances read costs when one program does nothing else. Node's own HTTPS, the
// certificate vetted once per connection, one prepared statement over four pipelined connections, one field opened.
const PATH = /^\/xs2a\/v1\/accounts\/([0-9a-f-]{36})\/balances$/
const CONNECTIONS = 4

const connections = await Promise.all(
  Array.from({ length: CONNECTIONS }, async () => {
    const client = new Client({ connectionString: env.DATABASE_URL, pipeline: true })
    await client.connect()
    return client
  }),
)
let turn = 0
const certificates = new WeakMap<TLSSocket, VettedCertificate>()

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
  const certificate = certificateOf(req)
  const accountId = PATH.exec(req.url ?? '')?.[1]
  const { authorization = '', 'consent-id': consentId, 'x-request-id': requestId } = req.headers
  if (!certificate || !accountId) return end(res, 401, '{}', requestId)
  const call = [newId(), requestId] as const
  const { organizationIdentifier: tppId, thumbprint } = certificate
  const token = createHash('sha256').update(authorization.slice('Bearer '.length)).digest()
  const rows = await query<Row>('limit.read', ONE_STATEMENT, [
    consentId,
    tppId,
    token,
    thumbprint,
    accountId,
    ...call,
  ])
  const [first] = rows
  if (!first) {
    await query('limit.refused', REFUSED, [call[0], tppId, thumbprint, consentId, requestId])
    return end(res, 401, '{}', requestId)
  }
  const key = await vaultKey(first.key_id)
  const iban = key.open<string>('ledger_accounts.iban', first.sealed_iban)
  const balances = rows.map((row) => ({
    balanceAmount: toMoney(row.amount, row.currency),
    balanceType: row.balance_type,
    lastChangeDateTime: row.changed_at.toISOString(),
  }))
  end(res, 200, JSON.stringify({ account: { iban, currency: first.account_currency }, balances }), requestId)
}

function certificateOf({ socket }: IncomingMessage): VettedCertificate | null {
  if (!(socket instanceof TLSSocket)) return null
  const known = certificates.get(socket)
  if (known) return known
  const der = socket.getPeerX509Certificate()?.raw ?? null
  const { certificate } = vetCaller({ der, address: '', through: 'listener' })
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

type Row = {
  key_id: string
  sealed_iban: Buffer
  account_currency: string
  balance_type: string
  amount: string
  currency: string
  changed_at: Date
}
