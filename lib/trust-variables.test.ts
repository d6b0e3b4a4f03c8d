import { expect, test } from 'vitest'
import { readEnvironment } from './environment'

const LIST = 'https://lists.example/nl.xml'

test.each([
  [{ TRUSTED_LISTS: 'nl.xml' }, /TRUSTED_LISTS: must be a list of addresses or absolute paths/],
  [{ TRUSTED_LISTS: 'ftp://lists.example/nl.xml' }, /TRUSTED_LISTS/],
  [{ TRUSTED_LISTS: LIST }, /TRUSTED_LIST_SIGNERS: is needed/],
  [{ TRUSTED_LISTS: `${LIST} /etc/nl.pem,${LIST}` }, /TRUSTED_LIST_SIGNERS: is needed/],
  [{ TRUSTED_LISTS: `${LIST} nl.pem` }, /TRUSTED_LISTS: must be a list/],
  [{ TRUSTED_LIST_TERRITORIES: 'NL,Greece' }, /TRUSTED_LIST_TERRITORIES: must be/],
  [{ REGISTER_WITHDRAWN_AT_ONCE: '10%' }, /REGISTER_WITHDRAWN_AT_ONCE: must be a number and a share/],
  [{ REGISTER: 'enforce' }, /REGISTER_URL: is needed/],
  [{ REGISTER: 'warn', REGISTER_URL: 'https://register.example/' }, /REGISTER_SIGNERS: is needed/],
])('%o is a fault of the configuration', (given, fault) => {
  expect(() => readEnvironment(given)).toThrow(fault)
})

test('beside a list no folder of anchors is trusted unless it was named: an anchor would outdo the list', () => {
  const given = { TRUSTED_LISTS: `${LIST}, /etc/placet/dk.xml`, TRUSTED_LIST_SIGNERS: '/etc/placet/signers' }
  expect(readEnvironment(given)).toMatchObject({
    TRUSTED_LISTS: [
      { place: LIST, signers: null },
      { place: '/etc/placet/dk.xml', signers: null },
    ],
    TRUST_ANCHORS: '',
  })
  expect(readEnvironment({ ...given, TRUST_ANCHORS: '/anchors' }).TRUST_ANCHORS).toBe('/anchors')
  expect(readEnvironment({}).TRUST_ANCHORS).toMatch(/anchors$/)
})

test('a list may name its own signers; then no others are needed', () => {
  const { TRUSTED_LISTS } = readEnvironment({ TRUSTED_LISTS: `${LIST}  /etc/placet/nl` })
  expect(TRUSTED_LISTS).toEqual([{ place: LIST, signers: '/etc/placet/nl' }])
})
