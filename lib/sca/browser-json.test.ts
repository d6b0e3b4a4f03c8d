import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { AssertionAnswer } from './assertion-answer'
import { RegistrationAnswer } from './registration-answer'

// What `toJSON` of WebAuthn level 3 gives (5.1, RegistrationResponseJSON and AuthenticationResponseJSON).
const CREDENTIAL = {
  id: 'q83vEjRWeJA',
  rawId: 'q83vEjRWeJA',
  type: 'public-key',
  authenticatorAttachment: 'platform',
  clientExtensionResults: { credProps: { rk: true }, prf: { enabled: true, results: { first: 'AAECAw' } } },
}
const MADE = {
  clientDataJSON: 'e30',
  attestationObject: 'o2NmbXQ',
  authenticatorData: 'SZYN5YgO',
  transports: ['internal', 'hybrid'],
  publicKey: 'MFkwEwYH',
  publicKeyAlgorithm: -7,
}
const SIGNED = {
  clientDataJSON: 'e30',
  authenticatorData: 'SZYN5YgO',
  signature: 'MEUCIQ',
  userHandle: 'AZLwxA',
}

const made = (response: object, credential: object = {}) =>
  RegistrationAnswer.safeParse({
    challengeId: randomUUID(),
    response: { ...CREDENTIAL, ...credential, response },
  })
const signed = (response: object, credential: object = {}) =>
  AssertionAnswer.safeParse({
    challengeId: randomUUID(),
    response: { ...CREDENTIAL, ...credential, response },
  })

test('a member that is missing, empty, no base64url or too long is refused', () => {
  for (const clientDataJSON of [undefined, null, '', 'e30=', 'a+b/', 'a'.repeat(4001)]) {
    expect(made({ ...MADE, clientDataJSON }).success).toBe(false)
    expect(signed({ ...SIGNED, clientDataJSON }).success).toBe(false)
  }
  expect(made({ ...MADE, publicKey: 'a'.repeat(8001) }).success).toBe(false)
  expect(signed({ ...SIGNED, userHandle: 'a'.repeat(101) }).success).toBe(false)
  expect(signed(SIGNED, { type: 'password' }).success).toBe(false)
})

test('beside the passkey nothing comes that was not asked for', () => {
  const answer = { challengeId: randomUUID(), response: { ...CREDENTIAL, response: SIGNED } }
  expect(AssertionAnswer.safeParse(answer).success).toBe(true)
  expect(AssertionAnswer.safeParse({ ...answer, psuId: randomUUID() }).success).toBe(false)
})

test('what browsers write is read, and extensions are not kept', () => {
  const { clientExtensionResults: _, ...credential } = CREDENTIAL
  const kept = { ...credential, clientExtensionResults: {} }
  expect(made(MADE).data?.response).toEqual({ ...kept, response: MADE })
  expect(signed(SIGNED).data?.response).toEqual({ ...kept, response: SIGNED })
})

test('what one browser leaves out, another gives as null', () => {
  const { clientDataJSON, attestationObject } = MADE
  const least = { clientDataJSON, attestationObject }
  const nulls = {
    ...least,
    authenticatorData: null,
    transports: null,
    publicKey: null,
    publicKeyAlgorithm: null,
  }
  for (const response of [least, nulls])
    expect(made(response, { authenticatorAttachment: null }).data?.response).toMatchObject({
      authenticatorAttachment: undefined,
      response: { ...least, transports: [] },
    })
  expect(signed({ ...SIGNED, userHandle: null }).data?.response.response.userHandle).toBeUndefined()
})

test('members and words that a browser adds one day are left out, and lock nobody out', () => {
  const later = { authenticatorAttachment: 'implant', invented: { deeply: [1] } }
  const registration = made({ ...MADE, transports: ['internal', 'telepathy'], invented: 'x' }, later)
  expect(registration.data?.response).toMatchObject({ response: { transports: ['internal'] } })
  const assertion = signed({ ...SIGNED, attestationObject: 'o2NmbXQ' }, later)
  expect(assertion.data?.response.response).toEqual(SIGNED)
  for (const { data } of [registration, assertion]) {
    expect(data?.response.authenticatorAttachment).toBeUndefined()
    expect(JSON.stringify(data)).not.toContain('invented')
  }
})
