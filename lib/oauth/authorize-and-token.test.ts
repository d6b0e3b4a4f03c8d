import { and, eq } from 'drizzle-orm'
import * as oidc from 'openid-client'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { oauthRecords } from '@/db/schema/oauth-records'
import { allow, givenConsent, givenTpp, type Tpp } from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'
import { recordId } from './record-id'

// openid-client is somebody else's reading of the same specifications.

const METHODS = ['private_key_jwt', 'tls_client_auth'] as const
const BINDINGS = ['DPoP', 'certificate'] as const
const COMBINATIONS = METHODS.flatMap((method) => BINDINGS.map((binding) => ({ method, binding })))

/** How a third party proves possession: by a key of its own, or by the certificate of its connection. */
async function bind(tpp: Tpp, binding: (typeof BINDINGS)[number]) {
  if (binding === 'certificate') return {}
  return { DPoP: oidc.getDPoPHandle(tpp.config, await oidc.randomDPoPKeyPair('ES256')) }
}

async function redeem(tpp: Tpp, parameters: Record<string, string>, options: oidc.DPoPOptions) {
  const way = await allow(tpp, parameters, options)
  const checks = { pkceCodeVerifier: way.verifier, expectedState: way.state, idTokenExpected: false }
  const tokens = await oidc.authorizationCodeGrant(tpp.config, way.callback, checks, undefined, options)
  return { ...way, tokens }
}

test.each(COMBINATIONS)(
  '$method with $binding: a token bound to it, kept so that XS2A can check it',
  async ({ method, binding }) => {
    const tpp = await givenTpp({ method, aliases: method === 'tls_client_auth' || binding === 'certificate' })
    const consentId = await givenConsent(tpp.org)
    const { tokens, callback, grantId } = await redeem(
      tpp,
      { scope: `AIS:${consentId}` },
      await bind(tpp, binding),
    )
    expect(callback.searchParams.get('iss')).toBe(env.PUBLIC_ORIGIN)
    expect(tokens).toMatchObject({
      token_type: binding === 'DPoP' ? 'dpop' : 'bearer',
      expires_in: 300,
      scope: `AIS:${consentId}`,
      refresh_token: expect.any(String),
    })
    const [row] = await database()
      .select()
      .from(oauthRecords)
      .where(and(eq(oauthRecords.model, 'AccessToken'), eq(oauthRecords.id, recordId(tokens.access_token))))
    expect(row).toMatchObject({ grantId, clientId: tpp.org })
    expect(row?.keyThumbprint === null).toBe(binding === 'certificate')
    expect(row?.certificateThumbprint === null).toBe(binding === 'DPoP')
  },
)

test('the scope of an answer is what was granted: none is left out, and no empty list is told', async () => {
  const tpp = await givenTpp()
  const options = await bind(tpp, 'DPoP')
  const scope = `AIS:${await givenConsent(tpp.org)} offline_access`
  const { tokens } = await redeem(tpp, { scope }, options)
  expect(tokens).toMatchObject({ scope, refresh_token: expect.any(String) })
  const again = await oidc.refreshTokenGrant(tpp.config, tokens.refresh_token ?? '', undefined, options)
  expect(again.scope).toBe(scope)
  const detail = { type: 'account_information', consentId: await givenConsent(tpp.org) }
  const detailed = { authorization_details: JSON.stringify([detail]) }
  expect((await redeem(tpp, detailed, options)).tokens).not.toHaveProperty('scope')
  const both = { ...detailed, scope: 'offline_access' }
  const other = { ...detail, consentId: await givenConsent(tpp.org) }
  const asked = { ...both, authorization_details: JSON.stringify([other]) }
  expect((await redeem(tpp, asked, options)).tokens.scope).toBe('offline_access')
})

test.each(COMBINATIONS)(
  '$method with $binding: a refresh gives a new token, and no new refresh token',
  async ({ method, binding }) => {
    const tpp = await givenTpp({ method, aliases: method === 'tls_client_auth' || binding === 'certificate' })
    const options = await bind(tpp, binding)
    const { tokens } = await redeem(tpp, { scope: `AIS:${await givenConsent(tpp.org)}` }, options)
    for (let time = 0; time < 2; time++) {
      const fresh = await oidc.refreshTokenGrant(tpp.config, tokens.refresh_token ?? '', undefined, options)
      expect(fresh.access_token).not.toBe(tokens.access_token)
      expect(fresh.refresh_token).toBe(tokens.refresh_token)
    }
  },
)

test('an application that rotates gets a new refresh token each time; the old one ends everything', async () => {
  const tpp = await givenTpp({ rotates_refresh_tokens: true })
  const options = await bind(tpp, 'DPoP')
  const { tokens, grantId } = await redeem(tpp, { scope: `AIS:${await givenConsent(tpp.org)}` }, options)
  const refresh = (token = '') => oidc.refreshTokenGrant(tpp.config, token, undefined, options)
  const second = await refresh(tokens.refresh_token)
  expect(second.refresh_token).not.toBe(tokens.refresh_token)
  await expect(refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
  await expect(refresh(second.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
  const left = await database()
    .select()
    .from(oauthRecords)
    .where(eq(oauthRecords.grantId, grantId ?? ''))
  expect(left).toEqual([])
})

test('openid alone is an identity request: an ID token, userinfo, and the same subject the next time', async () => {
  const tpp = await givenTpp()
  const options = await bind(tpp, 'DPoP')
  const { tokens, psuId } = await redeem(tpp, { scope: 'openid' }, options)
  const subject = tokens.claims()?.sub ?? ''
  expect(subject).not.toBe(psuId)
  expect(tokens.claims()).toMatchObject({ iss: env.PUBLIC_ORIGIN, aud: tpp.org, acr: 'urn:placet:acr:sca' })
  expect(tokens.refresh_token).toBeUndefined()
  const told = await oidc.fetchUserInfo(tpp.config, tokens.access_token, subject, options)
  expect(told).toEqual({ sub: subject })
})

test('an identity request is over when its token is: no refresh token, not even for offline_access', async () => {
  const tpp = await givenTpp()
  const { tokens } = await redeem(tpp, { scope: 'openid offline_access' }, await bind(tpp, 'DPoP'))
  expect(tokens.refresh_token).toBeUndefined()
})

test('two third parties know one customer by two subjects', async () => {
  const { pairwiseSubject } = await import('./subject')
  const of = (tppId: string) =>
    Reflect.apply(pairwiseSubject, undefined, [{}, '0190-anna', { tpp_id: tppId }]) as Promise<string>
  expect(await of('PSDNL-DNB-1')).toBe(await of('PSDNL-DNB-1'))
  expect(await of('PSDNL-DNB-1')).not.toBe(await of('PSDNL-DNB-2'))
})
