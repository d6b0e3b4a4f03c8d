import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test, vi } from 'vitest'

// A list of lists, as that of the EU, and behind it the list of one country: fixtures that openssl and xmlsec1 signed.

const FILES = 'e2e/lists/files'
const NL = 'https://lists.example/nl.xml'

vi.hoisted(() => {
  const file = (name: string) => `${process.cwd()}/e2e/lists/files/${name}`
  Object.assign(process.env, {
    TRUST_ANCHORS: '',
    TRUSTED_LISTS: `${file('of-lists.xml')} ${file('signer-rsa-de.pem')}`,
  })
})
const { keepStatement } = await import('@/lib/published/kept-statements')
const { followTrust, lookAtTrust } = await import('./follow-trust')
const { followedLists, unreadLists } = await import('./followed-lists')
const { trustedServices } = await import('./trust-sources')

test('a list behind the list of lists is read under the signers that are named there, and under no others', async () => {
  // Its place is away in all of this; who could write into the database has put another country's list there.
  await keep('of-another-country', 40)
  const following = await followTrust()
  following.stop()
  expect(followedLists().map(({ list }) => list.place)).toEqual([resolve(FILES, 'of-lists.xml'), NL])
  expect(unreadLists()).toEqual([NL])
  expect(trustedServices().list()).toEqual([])
  expect(trustedServices().faults()).toContainEqual(expect.stringMatching(/nl\.xml/))

  const before = trustedServices().version()
  await keep('good', 41)
  await lookAtTrust()
  expect(unreadLists()).toEqual([])
  expect(trustedServices().version()).not.toBe(before)
  expect(trustedServices().list()).toHaveLength(6)
})

test('what a list behind it says holds no longer than the list of lists itself', () => {
  const [first] = trustedServices().list()
  expect(first?.source).toBe('trusted list NL, number 41')
  expect(first?.validUntil).toEqual(new Date('2027-01-01T00:00:00Z'))
})

async function keep(name: string, sequence: number): Promise<void> {
  const now = new Date()
  const issue = { sequence, issuedAt: now, nextUpdate: now, digest: name, fetchedAt: now }
  const body = readFileSync(resolve(FILES, `${name}.xml`))
  await keepStatement({ place: NL, kind: 'trusted-list', body, ...issue }, { isAnew: true })
}
