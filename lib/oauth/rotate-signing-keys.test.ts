import { eq } from 'drizzle-orm'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { signingKeys } from '@/db/schema/signing-keys'
import { fetchAs } from '@/e2e/fixtures/oauth-door'
import { allow, givenTpp, type Tpp } from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'
import { loadSigningKeys } from '@/lib/signing/signing-keys'
import { rotateSigningKeys } from './rotate-signing-keys'

let tpp: Tpp
beforeAll(async () => {
  tpp = await givenTpp()
})

const keySet = async (): Promise<JSONWebKeySet> =>
  (await fetchAs(null)(`${env.PUBLIC_ORIGIN}/oauth/jwks`)).json()
const published = async () => (await keySet()).keys.map(({ kid }) => kid).sort()

async function idToken(): Promise<string> {
  const DPoP = oidc.getDPoPHandle(tpp.config, await oidc.randomDPoPKeyPair('ES256'))
  const way = await allow(tpp, { scope: 'openid' })
  const checks = { pkceCodeVerifier: way.verifier, expectedState: way.state }
  const tokens = await oidc.authorizationCodeGrant(tpp.config, way.callback, checks, undefined, { DPoP })
  return tokens.id_token ?? ''
}
const kidOf = (jwt: string) => decodeProtectedHeader(jwt).kid

test('keys are made once, however many instances start at the same time, and no private part is published', async () => {
  await database()
    .delete(signingKeys)
    .catch(() => undefined)
  const sets = await Promise.all(Array.from({ length: 8 }, () => loadSigningKeys()))
  const kids = new Set(sets.flatMap((set) => set.map(({ kid }) => kid)))
  expect(kids.size).toBe(2)
  expect((await keySet()).keys.flatMap(Object.keys).sort()).not.toContain('d')
})

test('a rotation publishes first, signs later, and an old signature stays good; a running server follows', async () => {
  const before = await idToken()
  const first = await rotateSigningKeys({ publishedSeconds: 3600 })
  expect(first).toMatchObject({ did: 'published', kids: [expect.any(String), expect.any(String)] })
  await expect.poll(published).toEqual(expect.arrayContaining(first.kids))
  expect(kidOf(await idToken())).toBe(kidOf(before))
  expect(await rotateSigningKeys({ publishedSeconds: 3600 })).toMatchObject({
    did: 'waits',
    kids: first.kids,
  })
  expect(await rotateSigningKeys({ publishedSeconds: 0 })).toMatchObject({ did: 'signs' })
  await expect.poll(async () => kidOf(await idToken())).not.toBe(kidOf(before))
  expect(first.kids).toContain(kidOf(await idToken()))
  const verified = await jwtVerify(before, createLocalJWKSet(await keySet()))
  expect(verified.payload.iss).toBe(env.PUBLIC_ORIGIN)
})

test('a retired key leaves the set when every signature of it has run out', async () => {
  const retired = await database().select().from(signingKeys).where(eq(signingKeys.state, 'retired'))
  expect(retired.length).toBeGreaterThan(0)
  for (const { kid, retiredAt } of retired) {
    expect((retiredAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(600_000)
    await database().update(signingKeys).set({ retiredAt: new Date() }).where(eq(signingKeys.kid, kid))
  }
  await expect.poll(published).not.toEqual(expect.arrayContaining(retired.map(({ kid }) => kid)))
})
