import { randomUUID } from 'node:crypto'
import { request } from 'node:https'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { consentAccounts } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { tppCertificates } from '@/db/schema/tpps'
import { dpopKey } from '@/e2e/fixtures/dpop-key'
import { givenAccount } from '@/e2e/fixtures/given-consent'
import { issueQwac, type Qwac } from '@/e2e/fixtures/oauth-door'
import { post } from '@/e2e/fixtures/oauth-raw'
import { allow, givenConsent, givenTpp, REDIRECT_URI, type Tpp } from '@/e2e/fixtures/oauth-tpp'
import { listenerPort } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'

// RTS Art. 34, THR-21: the organisation is who it is, whichever of its certificates it shows; a token is worth nothing with
// another one. Over both doors as they are, the OAuth door's answers as a third party's library reads them.

const METHODS = ['private_key_jwt', 'tls_client_auth'] as const

test.each(METHODS)('%s: certificates of one organisation serve side by side', async (method) => {
  const { tpp, consentId, token } = await reader(method)
  const further = [await issueQwac(tpp.org), await issueQwac(tpp.org)]
  for (const qwac of further) {
    const own = await refresh(tpp, qwac, token.refresh)
    expect((await read(qwac, consentId, own)).status).toBe(200)
  }
  // The first one and its token are as good as before.
  expect((await read(tpp.qwac, consentId, token.access)).status).toBe(200)
  const seen = await database().select().from(tppCertificates).where(eq(tppCertificates.tppId, tpp.org))
  expect(seen).toHaveLength(3)
})

test.each(METHODS)(
  '%s: a renewed certificate keeps consent and refresh token, and no access token',
  async (method) => {
    const { tpp, consentId, token } = await reader(method)
    const renewed = await issueQwac(tpp.org)
    // Bound to the old certificate (RFC 8705, 3): the binding fits no more, and nothing else had to happen.
    expect(await read(renewed, consentId, token.access)).toMatchObject({ status: 401, code: 'TOKEN_INVALID' })
    const fresh = await refresh(tpp, renewed, token.refresh)
    expect((await read(renewed, consentId, fresh)).status).toBe(200)
    expect(await read(tpp.qwac, consentId, fresh)).toMatchObject({ status: 401, code: 'TOKEN_INVALID' })
    const [row] = await database().select().from(consents).where(eq(consents.id, consentId))
    expect(row?.status).toBe('valid')
  },
)

test('another organisation refreshes nothing, with whatever certificate', async () => {
  for (const method of METHODS) {
    const { tpp, token } = await reader(method)
    const stranger = await issueQwac('PSDNL-DNB-STRANGER')
    await expect(refresh(tpp, stranger, token.refresh)).rejects.toMatchObject({ error: 'invalid_client' })
  }
})

test('DPoP: a renewed certificate keeps the access token too, for it is bound to another key', async () => {
  const key = dpopKey()
  const { tpp, consentId, token } = await reader('private_key_jwt', key)
  const renewed = await issueQwac(tpp.org)
  expect((await read(renewed, consentId, token.access, key)).status).toBe(200)
  // Stolen, without its key.
  expect(await read(renewed, consentId, token.access)).toMatchObject({ status: 401, code: 'TOKEN_INVALID' })
  expect(await read(renewed, consentId, token.access, dpopKey())).toMatchObject({ code: 'TOKEN_INVALID' })
})

test('DPoP: a new key refreshes, and what was bound to the old one dies with it', async () => {
  const key = dpopKey()
  const { tpp, consentId, token } = await reader('private_key_jwt', key)
  // RFC 9449, 5: of a client that authenticates, the refresh token is bound to the client and not to its key.
  const next = dpopKey()
  const fresh = await refresh(tpp, null, token.refresh, next)
  expect((await read(tpp.qwac, consentId, fresh, next)).status).toBe(200)
  expect(await read(tpp.qwac, consentId, fresh, key)).toMatchObject({ code: 'TOKEN_INVALID' })
  expect(await read(tpp.qwac, consentId, token.access, next)).toMatchObject({ code: 'TOKEN_INVALID' })
})

test('from DPoP to a certificate and back: a refresh binds anew to what the call proves', async () => {
  const key = dpopKey()
  const { tpp, consentId, token } = await reader('private_key_jwt', key)
  const renewed = await issueQwac(tpp.org)
  const bound = await refresh(tpp, renewed, token.refresh)
  expect((await read(renewed, consentId, bound)).status).toBe(200)
  expect(await read(tpp.qwac, consentId, bound)).toMatchObject({ code: 'TOKEN_INVALID' })
})

/** A third party with a customer's consent for an account and its tokens, bound to `key`, else to its certificate. */
async function reader(method: (typeof METHODS)[number], key: Key | null = null) {
  const tpp = { ...(await givenTpp({ method, aliases: true })), method }
  const consentId = await givenConsent(tpp.org)
  const way = await allow(tpp, { scope: `AIS:${consentId}` })
  const accountId = await givenAccount({ psuId: way.psuId })
  await database().update(consents).set({ version: 1, scaAt: new Date() }).where(eq(consents.id, consentId))
  await database()
    .insert(consentAccounts)
    .values({ consentId, version: 1, accountId, balances: true, transactions: true, ownerName: false })
  const code = way.callback.searchParams.get('code') ?? ''
  const form = { code, code_verifier: way.verifier, redirect_uri: REDIRECT_URI }
  const { json } = await redeem(tpp, tpp.qwac, { grant_type: 'authorization_code', ...form }, key)
  const token = { access: String(json.access_token), refresh: String(json.refresh_token) }
  return { tpp, consentId, token }
}

/** The access token of a refresh over this certificate, or over none with a DPoP proof. */
async function refresh(
  tpp: Party,
  qwac: Qwac | null,
  token: string,
  key: Key | null = null,
): Promise<string> {
  const { json, error } = await redeem(tpp, qwac, { grant_type: 'refresh_token', refresh_token: token }, key)
  if (error) throw Object.assign(new Error(String(json.error_description)), { error })
  return String(json.access_token)
}

async function redeem(
  { method, ...tpp }: Party,
  qwac: Qwac | null,
  form: Record<string, string>,
  key: Key | null,
) {
  const claims = { htm: 'POST', htu: `${env.PUBLIC_ORIGIN}/oauth/token`, ath: undefined }
  return post(tpp, '/oauth/token', form, {
    ...(method === 'tls_client_auth' && { assertion: null }),
    // The library knows the endpoint by one address, which a proof has to name.
    ...(key ? { dpop: key.prove('', '', { claims }) } : { origin: env.MTLS_ORIGIN, ...(qwac && { qwac }) }),
  })
}

function read(qwac: Qwac, consentId: string, token: string, key: Key | null = null): Promise<Read> {
  const path = '/xs2a/v1/accounts'
  const headers = {
    'x-request-id': randomUUID(),
    'consent-id': consentId,
    'psu-ip-address': '192.0.2.77',
    authorization: `${key ? 'DPoP' : 'Bearer'} ${token}`,
    ...(key && { dpop: key.prove(token, path) }),
  }
  return new Promise((resolve, reject) => {
    const asked = {
      host: '127.0.0.1',
      port: listenerPort,
      path,
      headers,
      agent: false,
      rejectUnauthorized: false,
    }
    const req = request({ ...asked, ...qwac }, async (res) => {
      const json = JSON.parse(Buffer.concat(await res.toArray()).toString('utf8'))
      resolve({ status: res.statusCode ?? 0, code: json.tppMessages?.[0]?.code ?? null })
    })
    req.on('error', reject)
    req.end()
  })
}

type Party = Tpp & { method: (typeof METHODS)[number] }
type Key = ReturnType<typeof dpopKey>
type Read = { status: number; code: string | null }
