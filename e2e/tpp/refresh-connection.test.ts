import { rootCertificates } from 'node:tls'
import { expect, test } from 'vitest'
import type { OpenBank } from './bank'
import { accountsPage } from './pages/accounts'
import { endedPage } from './pages/ended'
import { refreshConnection } from './refresh-connection'
import { type Connection, NOTHING_HELD } from './store'

const now = new Date('2026-11-21T18:00:00Z')
const site = { brand: 'Saldo', theme: 'light', timeZone: 'UTC', bankName: 'Nordhavn Bank', userName: 'Maja' }
const WAITS: Connection = {
  consentId: 'c1',
  validUntil: '2027-05-19',
  tokens: { access: 'a', accessUntil: '2026-11-21T19:00:00Z', refresh: 'r' },
  waiting: true,
  ended: null,
  snapshot: null,
}

/** A bank that says how the consent stands, and is asked for nothing else. */
function bankThatSays(consentStatus: string, asked: string[] = []): OpenBank {
  return {
    xs2a: 'https://bank.example',
    signing: {
      sealCertificate: async () => ({ serial: '1', certificate: rootCertificates[0] }),
      seal: async () => 'seal',
    },
    fetch: async (url: string) => {
      asked.push(new URL(url).pathname)
      return new Response(JSON.stringify({ consentStatus }))
    },
  } as never
}
const refresh = (bank: OpenBank) =>
  refreshConnection({ bank, bankName: 'Nordhavn Bank', connection: WAITS, psuIp: '127.0.0.1', now })
const pageOf = async (connection: Connection) =>
  String(await accountsPage({ site, customer: NOTHING_HELD, connection, month: undefined } as never))

test('while the bank waits for another person nothing is read, and nobody is told that it has ended', async () => {
  const asked: string[] = []
  const { connection, notice } = await refresh(bankThatSays('partiallyAuthorised', asked))
  expect(connection).toEqual(WAITS)
  expect(notice?.text).toContain('waits for another person')
  expect(asked).toEqual(['/v1/consents/c1/status'])
  const page = await pageOf(connection)
  expect(page).toContain('now waits for another person')
  expect(page).not.toContain('Read in the background')
})

test('a no of the other person is told as that, an end as an end', async () => {
  const ends = async (status: string) => (await refresh(bankThatSays(status))).connection.ended?.as
  expect(await ends('rejected')).toBe('refused')
  expect(await ends('terminatedByTpp')).toBe('lapsed')
  expect(await ends('revokedByPsu')).toBe('stopped')
  const ended = { as: 'refused' as const, at: now.toISOString() }
  const page = endedPage({ site, customer: NOTHING_HELD, connection: WAITS, ended } as never)
  expect(String(await page)).toContain('Not everybody allowed it')
})

test('once everybody has allowed it, it reads', async () => {
  const asked: string[] = []
  // The bank of this test says no to a read: what counts is that one is tried now.
  await expect(refresh(bankThatSays('valid', asked))).rejects.toThrow()
  expect(asked[0]).toBe('/v1/consents/c1/status')
})
