import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { interactions } from '@/db/schema/interactions'
import { givenConsent, givenToken } from '@/e2e/fixtures/given-consent'
import { BACK, givenAuthorisations, NOK, REDIRECT } from '@/e2e/fixtures/plain-redirect'
import { now } from '@/lib/clock'
import { refuseConsent } from '@/lib/consent/refuse-consent'
import { env } from '@/lib/env'
import { findRedirect } from '@/lib/redirect/find-redirect'
import { finishRedirect } from '@/lib/redirect/finish-redirect'
import { markRedirect } from '@/lib/redirect/mark-redirect'
import { openRedirect } from '@/lib/redirect/open-redirect'
import { refusalCode } from '@/lib/redirect/refusal-code'

// xs2a.md 4: the plain redirect, its confirmation code, and reading by the certificate alone.

const given = await givenAuthorisations()
const { tppId: TPP, pryer, psuId, accountId, ask, put, read, statusOf, asked, allowed } = given

const textOf = ({ json }: { json: { tppMessages: { text: string }[] } }) => json.tppMessages[0]?.text

describe('plain redirect', () => {
  test('a link of the bank, unguessable, beside OAuth; an address outside of the certificate is warned of', async () => {
    const { json } = await ask(REDIRECT)
    const link = new URL(json._links.scaRedirect.href)
    expect([link.origin, link.search]).toEqual([env.PUBLIC_ORIGIN, ''])
    expect(json._links.scaOAuth).toBeDefined()
    expect(json._links.confirmation).toEqual(json._links.scaStatus)
    expect(json.tppMessages).toBeUndefined()
    const foreign = await ask({ ...REDIRECT, 'tpp-nok-redirect-uri': 'https://elsewhere.example/' })
    expect(foreign.status).toBe(201)
    expect(foreign.json.tppMessages).toMatchObject([{ category: 'WARNING', path: 'TPP-Nok-Redirect-URI' }])
  })

  test('the link is good for ten minutes, and then leads back', async () => {
    const { uid } = await asked()
    expect(await findRedirect(uid, await now())).toMatchObject({ pending: { tppId: TPP } })
    const later = new Date((await now()).getTime() + 600_000)
    expect(await findRedirect(uid, later)).toMatchObject({ ended: { reason: 'expired', backTo: NOK } })
    expect(await findRedirect(`sca_${'a'.repeat(43)}`, later)).toMatchObject({ ended: { reason: 'unknown' } })
    await database()
      .update(interactions)
      .set({ requestEndsAt: new Date(Date.now() - 1_000) })
      .where(eq(interactions.uid, uid))
    await expect(
      database().transaction((tx) => markRedirect(tx, { uid, decision: 'allowed', psuId, at: new Date() })),
    ).rejects.toMatchObject({ code: 'already_decided' })
  })

  test('opening moves it once, allowing makes it unconfirmed and nothing valid, the code does', async () => {
    const request = await asked()
    const { consentId, authorisationId, uid } = request
    await openRedirect(uid, await now())
    expect(await statusOf(consentId, authorisationId)).toEqual(['received', 'started'])
    const code = await allowed(request)
    expect(await statusOf(consentId, authorisationId)).toEqual(['received', 'unconfirmed'])
    const early = await read(consentId)
    expect(early).toMatchObject({ status: 401, code: 'CONSENT_INVALID' })
    expect(textOf(early)).toMatch(/confirmationCode.*PUT/)
    const nothing = await put(consentId, authorisationId, {})
    expect(nothing).toMatchObject({ status: 400, code: 'FORMAT_ERROR', path: 'confirmationCode' })
    const back = await finishRedirect({ uid, code, now: await now() })
    expect(back?.returnTo).toBe(`${BACK}&confirmationCode=${code}`)
    const confirmed = await put(consentId, authorisationId, { confirmationCode: code })
    expect([confirmed.status, confirmed.json.scaStatus]).toEqual([200, 'finalised'])
    expect(await statusOf(consentId, authorisationId)).toEqual(['valid', 'finalised'])
    expect(await put(consentId, authorisationId, { confirmationCode: code })).toMatchObject({
      status: 409,
      code: 'STATUS_INVALID',
    })
  })

  test('without the code that the browser was given the link gives none', async () => {
    const request = await asked()
    await allowed(request)
    for (const code of [null, 'another', await refusalCode(request.uid)])
      expect(await finishRedirect({ uid: request.uid, code, now: await now() })).toBeNull()
  })

  test('a wrong code ends it: failed, rejected, and the right one comes too late', async () => {
    const request = await asked()
    const { consentId, authorisationId } = request
    const code = await allowed(request)
    const wrong = await put(consentId, authorisationId, { confirmationCode: 'wrong' })
    expect([wrong.status, wrong.json.scaStatus]).toEqual([200, 'failed'])
    expect(await statusOf(consentId, authorisationId)).toEqual(['rejected', 'failed'])
    const late = await put(consentId, authorisationId, { confirmationCode: code })
    expect([late.status, late.code]).toEqual([400, 'SCA_INVALID'])
    expect(textOf(await read(consentId))).toMatch(/confirmationCode was wrong or late/)
  })

  test('a code that has run out, and the code of another authorisation', async () => {
    const [old, other] = [await asked(), await asked()]
    const [code, foreign] = [await allowed(old), await allowed(other)]
    await database()
      .update(authorisations)
      .set({ confirmationEndsAt: new Date(Date.now() - 1_000) })
      .where(eq(authorisations.id, old.authorisationId))
    expect((await put(old.consentId, old.authorisationId, { confirmationCode: code })).json.scaStatus).toBe(
      'failed',
    )
    const third = await asked()
    await allowed(third)
    expect(
      (await put(third.consentId, third.authorisationId, { confirmationCode: foreign })).json.scaStatus,
    ).toBe('failed')
  })

  test('a code before the customer has decided, and nothing at all', async () => {
    const { consentId, authorisationId } = await asked()
    expect(await put(consentId, authorisationId, { confirmationCode: 'x' })).toMatchObject({ status: 409 })
    const nothing = await put(consentId, authorisationId, {})
    expect(nothing).toMatchObject({ status: 409, code: 'STATUS_INVALID' })
    expect(textOf(nothing)).not.toContain('scaRedirect')
  })

  test('of twenty confirmations at once one confirms', async () => {
    const request = await asked()
    const code = await allowed(request)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        put(request.consentId, request.authorisationId, { confirmationCode: code }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
  })

  const refused = ({ consentId, uid }: { consentId: string; uid: string }) =>
    refuseConsent({
      consentId,
      tppId: TPP,
      psuId: null,
      requestId: null,
      alongside: (tx, at) => markRedirect(tx, { uid, decision: 'refused', psuId: null, at }),
    })

  test('after a no the link sends nobody on but the browser that said it, and that only while the link is good', async () => {
    const [request, other] = [await asked(), await asked()]
    await refused(request)
    await refused(other)
    const { uid } = request
    for (const code of [null, '', 'another', uid, await refusalCode(other.uid)])
      expect(await finishRedirect({ uid, code, now: await now() })).toBeNull()
    const later = new Date((await now()).getTime() + 600_000)
    const code = await refusalCode(uid)
    expect(await finishRedirect({ uid, code, now: later })).toBeNull()
    expect((await finishRedirect({ uid, code, now: await now() }))?.returnTo).toBe(NOK)
    expect(await findRedirect(uid, await now())).toMatchObject({ ended: { reason: 'answered' } })
  })

  test('a no leads to the other address, and the authorisation has failed', async () => {
    const request = await asked()
    const { consentId, authorisationId, uid } = request
    await refused(request)
    const code = await refusalCode(uid)
    expect((await finishRedirect({ uid, code, now: await now() }))?.returnTo).toBe(NOK)
    expect(await statusOf(consentId, authorisationId)).toEqual(['rejected', 'failed'])
    expect(textOf(await read(consentId))).toMatch(/was refused/)
    const late = await put(consentId, authorisationId, { confirmationCode: 'x' })
    expect([late.status, late.code]).toEqual([400, 'SCA_INVALID'])
  })
})

describe('reading by the certificate alone', () => {
  const confirmed = async () => {
    const request = await asked()
    const confirmationCode = await allowed(request)
    await put(request.consentId, request.authorisationId, { confirmationCode })
    return request.consentId
  }

  test('not under a consent that was allowed by OAuth, whoever forgets the token', async () => {
    const { consentId } = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })
    expect(await read(consentId)).toMatchObject({ status: 401, code: 'TOKEN_UNKNOWN' })
  })

  test('not by another third party, and not with a token of something else', async () => {
    const consentId = await confirmed()
    expect(await read(consentId, {}, pryer)).toMatchObject({ status: 400, code: 'CONSENT_UNKNOWN' })
    const { grantId } = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })
    const token = await givenToken({ grantId, certificateThumbprint: 'x' })
    for (const authorization of [`Bearer ${token}`, 'Bearer nonsense', 'Basic eDp5']) {
      const answer = await read(consentId, { authorization })
      expect(answer).toMatchObject({ status: 401, path: 'Authorization' })
      expect(textOf(answer)).toMatch(/plain redirect.*Send no Authorization/)
    }
  })

  test('with it the consent reads, until it is stopped', async () => {
    const consentId = await confirmed()
    const { status, json } = await read(consentId)
    expect([status, json.accounts?.length]).toEqual([200, 1])
    await database().update(consents).set({ status: 'revokedByPsu' }).where(eq(consents.id, consentId))
    expect(await read(consentId)).toMatchObject({ status: 401, code: 'CONSENT_INVALID' })
  })
})
