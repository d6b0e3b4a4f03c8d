import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { tpps } from '@/db/schema/tpps'
import { fetchAs, issueQwac, type Qwac, revokeQwac } from '@/e2e/fixtures/oauth-door'
import { post } from '@/e2e/fixtures/oauth-raw'
import { givenTpp, REDIRECT_URI, type Tpp } from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'

// RTS Art. 34, THR-04: a client's key outlives no licence.

const REQUEST = {
  response_type: 'code',
  redirect_uri: REDIRECT_URI,
  code_challenge: 'a'.repeat(43),
  code_challenge_method: 'S256',
}
const CODE = {
  grant_type: 'authorization_code',
  code: 'none',
  redirect_uri: REDIRECT_URI,
  code_verifier: 'a',
}
const carried = () => ({
  ...REQUEST,
  authorization_details: JSON.stringify([
    {
      type: 'account_information',
      access: { accounts: [] },
      recurringIndicator: true,
      validUntil: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
      frequencyPerDay: 4,
    },
  ]),
})
const push = (tpp: Tpp) => post(tpp, '/oauth/par', { ...REQUEST, scope: 'openid' })
const show = (qwac: Qwac) => fetchAs(qwac)(`${env.MTLS_ORIGIN}/oauth/register`)

test('when every certificate is revoked a key alone opens nothing; a renewed certificate opens it again', async () => {
  const tpp = await givenTpp()
  expect((await push(tpp)).status).toBe(201)
  expect((await post(tpp, '/oauth/token', CODE)).error).not.toBe('invalid_client')
  await revokeQwac(tpp.org)
  await expect.poll(async () => (await push(tpp)).error).toBe('invalid_client')
  expect(await post(tpp, '/oauth/token', CODE)).toMatchObject({ status: 401, error: 'invalid_client' })
  await show(await issueQwac(tpp.org))
  await expect.poll(async () => (await push(tpp)).status).toBe(201)
})

test('the licence to read accounts is that of a certificate, whatever the register remembers', async () => {
  const tpp = await givenTpp()
  const renewed = await issueForPayments(tpp.org)
  expect((await show(renewed)).status).toBe(200)
  await database()
    .update(tpps)
    .set({ roles: ['PSP_AI', 'PSP_PI'] })
    .where(eq(tpps.id, tpp.org))
  const mutual = { origin: env.MTLS_ORIGIN }
  expect((await post(tpp, '/oauth/par', carried())).error).toBe('unauthorized_client')
  expect((await post(tpp, '/oauth/par', carried(), { ...mutual, qwac: renewed })).error).toBe(
    'unauthorized_client',
  )
  await database()
    .update(tpps)
    .set({ roles: ['PSP_PI'] })
    .where(eq(tpps.id, tpp.org))
  expect((await post(tpp, '/oauth/par', carried(), { ...mutual, qwac: tpp.qwac })).status).toBe(201)
})

async function issueForPayments(organizationIdentifier: string): Promise<Qwac> {
  const folder = dirname(env.TRUST_ANCHORS)
  const out = join(folder, 'tpp', `${organizationIdentifier}-payments`)
  const name = `${organizationIdentifier} SA`
  await issueTppCertificates({ folder, out, organizationIdentifier, name, roles: ['PSP_PI'] })
  return { cert: readFileSync(join(out, 'qwac.pem')), key: readFileSync(join(out, 'qwac.key')) }
}
