import { expect, test, vi } from 'vitest'
import { POST as keepCodes } from '@/app/(customer)/security/codes/keep/route'
import { POST as objectHere } from '@/app/(customer)/security/object/route'
import { POST as endThere } from '@/app/(customer)/security/sessions/[sessionId]/end/route'
import { POST as objectByLink } from '@/app/recover/object/[token]/confirm/route'
import { POST as options } from '@/app/recover/options/route'
import { POST as result } from '@/app/recover/result/route'
import { Browser } from '@/e2e/fixtures/browser'
import { givenRecoverable, recover } from '@/e2e/fixtures/given-recovery'
import { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { draftRecoveryCodes, findRecoveryCodes } from '@/lib/psu/draft-recovery-codes'
import { objectionToken } from '@/lib/sca/object-to-recovery'
import { findCustomer } from './customer'
import { startSession } from './start-session'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

const OWN = { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }
const form = (fields: Record<string, string> = {}) =>
  new Request('http://whatever.example/', {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...OWN },
  })
const json = (body: unknown) =>
  new Request('http://whatever.example/', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...OWN },
  })
const at = (params: Record<string, string> = {}) => ({ params: Promise.resolve(params) })
const ledTo = (answer: Response) => answer.headers.get('location')

test('nobody without a session draws codes, ends a browser or objects; a wrong pair of codes is one sentence', async () => {
  const { letter, code } = await givenRecoverable()
  new Browser().use()
  for (const answer of [
    await keepCodes(form({ draft: 'AAAA' }), at()),
    await endThere(form(), at({ sessionId: 'x' })),
    await objectHere(form(), at()),
  ])
    expect(ledTo(answer)).toBe('/sign-in')
  const wrong = [
    { letter: [letter], code: ['0000-0000-0000'] },
    { letter: ['0000'], code: [code] },
  ]
  const told = await Promise.all(
    wrong.map(async (fields) => {
      const answer = await options(json({ fields }), at())
      const { error } = await answer.json()
      return [answer.status, error.code, error.message.replace(error.reference, '')]
    }),
  )
  expect(told[0]).toEqual(told[1])
  expect(told[0]).toMatchObject([403, 'recovery_invalid', expect.stringContaining('can’t be used together')])
})

test('the way back signs in to look; its own session can neither keep codes nor object, the link ends it', async () => {
  const { psuId, letter, code } = await givenRecoverable()
  const browser = new Browser().use()
  const fields = { letter: [letter], code: [code] }
  const asked = await (await options(json({ fields }), at())).json()
  const passkey = new SoftAuthenticator()
  const response = passkey.create(asked.options)
  const answer = await result(json({ challengeId: asked.challengeId, response, fields }), at())
  expect(await answer.json()).toEqual({ location: '/security' })
  const customer = await findCustomer()
  expect(customer).toMatchObject({ psuId, credentialId: passkey.credentialId })
  const { sealed } = await draftRecoveryCodes({
    psuId,
    sessionId: customer?.sessionId ?? '',
    now: await now(),
  })
  expect(ledTo(await keepCodes(form({ draft: sealed }), at()))).toBe('/security?problem=coolingDown')
  expect(ledTo(await objectHere(form(), at()))).toBe('/security?problem=coolingDown')
  const token = await objectionToken(passkey.credentialId)
  new Browser().use()
  expect(ledTo(await objectByLink(form(), at({ token: 'made-up' })))).toBe('/recover/object/made-up')
  expect(ledTo(await objectByLink(form(), at({ token })))).toBe(`/recover/object/${token}?done`)
  expect(ledTo(await objectByLink(form(), at({ token })))).toBe(`/recover/object/${token}`)
  browser.use()
  expect(await findCustomer()).toBeNull()
})

test('an own session keeps the codes it was shown, and ends a recovery that was not its own', async () => {
  const { psuId, passkey, letter, code } = await givenRecoverable()
  new Browser().use()
  const { credentialId } = passkey
  const signedIn = { psuId, credentialId, interactionUid: null, userAgent: null, requestId: null }
  await startSession({ ...signedIn, now: await now() })
  await recover({ letter, code })
  const { sessionId = '' } = (await findCustomer()) ?? {}
  const { sealed } = await draftRecoveryCodes({ psuId, sessionId, now: await now() })
  expect(ledTo(await keepCodes(form({ draft: sealed }), at()))).toBe('/security?done=codesKept')
  expect(await findRecoveryCodes(psuId)).toMatchObject({ left: 10 })
  expect(ledTo(await objectHere(form(), at()))).toBe('/security?done=objected')
  expect(await findRecoveryCodes(psuId)).toBeNull()
  expect(ledTo(await endThere(form(), at({ sessionId })))).toBe('/security?done=ended')
  expect(await findCustomer()).toBeNull()
})
