import { expect, test } from 'vitest'
import { revoke, stranger, tppWithFault, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { STEPS } from '@/lib/eidas/verdict'
import { env } from '@/lib/env'
import type { BadPreset } from '@/lib/sandbox/issue-bad-certificate'

// Issue 4, "Why was I refused?": whoever presents a certificate learns every step of the verdict on it, and nothing of others.

type Caller = Pick<Awaited<ReturnType<typeof tppWithQwac>>, 'call'>
const ask = ({ call }: Caller, method = 'GET', query = '') =>
  call(`/certificate${query}`, { method, door: '' })

test.each([
  ['expired', 'EXPIRED', 'time'],
  ['not-yet-valid', 'NOT_YET_VALID', 'time'],
  ['other-chain', 'ISSUER_NOT_LISTED', 'chain'],
  ['is-authority', 'IS_AUTHORITY', 'use'],
  ['eseal-as-web', 'QC_TYPE_WRONG', 'use'],
  ['no-client-auth', 'CLIENT_AUTH_MISSING', 'use'],
  ['two-psd2-statements', 'PSD2_STATEMENT_TWICE', 'psd2-statement'],
  ['identity-mismatch', 'IDENTITY_MISMATCH', 'identity'],
  ['authority-unknown', 'AUTHORITY_UNKNOWN', 'identity'],
] as const)(
  '%s: the refused call has the reason %s and a link to every step',
  async (preset, reason, step) => {
    const tpp = await tppWithFault(preset satisfies BadPreset)
    const refused = await tpp.call('/v1/consents/x')
    expect(refused.status).toBe(401)
    expect(refused.json.tppMessages[0].text).toContain(reason)
    expect(refused.json._links.certificate.href).toBe(`${env.MTLS_ORIGIN}/certificate`)

    const { status, json, headers } = await ask(tpp)
    expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
    expect(json).toMatchObject({ presented: true, good: false, reason, judgedAs: 'QWAC', standing: null })
    expect(json.answer).toEqual({
      status: refused.status,
      code: refused.code,
      text: refused.json.tppMessages[0].text,
    })
    expect(json.steps.map((one: { step: string }) => one.step)).toEqual(STEPS)
    const failed = json.steps.filter((one: { result: string }) => one.result === 'failed')
    expect(failed).toEqual([expect.objectContaining({ step, reason, text: expect.stringMatching(/./) })])
  },
)

test('a revoked one is told from whom the bank has it and how old that word is', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-EXPLAINED1')
  await revoke('PSDNL-DNB-EXPLAINED1')
  const judged = async () => {
    const { json } = await ask(tpp)
    return json.steps.find((one: { step: string }) => one.step === 'revocation')
  }
  // The bank looks at its folder of lists once in a second.
  await expect.poll(async () => (await judged()).reason).toBe('REVOKED')
  const step = await judged()
  expect(step).toMatchObject({ result: 'failed', ageSeconds: expect.any(Number) })
  expect([Boolean(step.source), Number.isNaN(Date.parse(step.asOf))]).toEqual([true, false])
})

test('a good one passes every step, and asking enrols nobody', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-EXPLAINED2', { roles: ['PSP_AI', 'PSP_IC'] })
  for (let times = 0; times < 2; times++) {
    const { json } = await ask(tpp)
    expect(json).toMatchObject({ presented: true, good: true, reason: null, answer: null })
    expect(json.certificate).toMatchObject({
      organizationIdentifier: 'PSDNL-DNB-EXPLAINED2',
      roles: ['PSP_AI', 'PSP_IC'],
      authority: { id: 'NL-DNB' },
      daysLeft: expect.any(Number),
    })
    expect(json.standing.status).toBe('unknown')
  }
  await tpp.call('/v1/consents/x')
  expect((await ask(tpp)).json.standing).toEqual({ status: 'active', text: null })
})

test('without a certificate there is nothing to tell, whatever certificate is named', async () => {
  const other = await tppWithQwac('PSDNL-DNB-EXPLAINED3')
  const { call } = stranger()
  const { status, json } = await call('/certificate?certificate=PSDNL-DNB-EXPLAINED3', {
    door: '',
    headers: { 'client-cert': other.clientCert },
  })
  expect(status).toBe(200)
  expect(json).toMatchObject({ presented: false, good: false, certificate: null, steps: [] })
  expect(json.answer.code).toBe('CERTIFICATE_MISSING')
})

test('it is read and nothing else, at this path alone', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-EXPLAINED4')
  expect(await ask(tpp, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  expect(await ask(tpp, 'HEAD')).toMatchObject({ status: 200, text: '' })
  expect(await tpp.call('/certificates', { door: '' })).toMatchObject({ status: 404 })
})

test('the OAuth door says the reason and the place, too', async () => {
  const tpp = await tppWithFault('two-psd2-statements')
  for (const path of ['/token', '/par', '/register']) {
    const answer = await tpp.call(path, { door: '/oauth', method: 'POST', body: {} })
    expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } })
    expect(answer.json.error_description).toContain('PSD2_STATEMENT_TWICE')
    expect(answer.text).toContain(`${env.MTLS_ORIGIN}/certificate`)
  }
})
