import * as oidc from 'openid-client'
import { expect, test } from 'vitest'
import { allow, givenConsent, givenTpp } from '@/e2e/fixtures/oauth-tpp'

test('a third party gets a token bound by DPoP, authenticated by private_key_jwt', async () => {
  const tpp = await givenTpp()
  const consentId = await givenConsent(tpp.org)
  const DPoP = oidc.getDPoPHandle(tpp.config, await oidc.randomDPoPKeyPair('ES256'))
  const way = await allow(tpp, { scope: `openid AIS:${consentId}` }, { DPoP })
  expect(way.callback.searchParams.get('iss')).toBe(tpp.config.serverMetadata().issuer)
  const tokens = await oidc.authorizationCodeGrant(
    tpp.config,
    way.callback,
    { pkceCodeVerifier: way.verifier, expectedState: way.state },
    undefined,
    { DPoP },
  )
  expect(tokens.token_type).toBe('dpop')
  expect(tokens.expires_in).toBe(300)
  expect(tokens.scope).toBe(`AIS:${consentId}`)
  expect(tokens.refresh_token).toBeTruthy()
  expect(tokens.claims()?.sub).not.toBe(way.psuId)
})
