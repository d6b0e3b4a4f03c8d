import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'

vi.hoisted(() => {
  process.env.EGRESS_ALLOWED = '127.0.0.1:8443'
})

let tpp: Wire
beforeAll(async () => {
  tpp = await tppWithQwac('PSDNL-DNB-TOLD', { hosts: ['api.saldo.example', '*.wild.example'] })
})

const HERE = 'https://api.saldo.example/told'
const URI = 'TPP-Notification-URI'
const CONTENT = 'TPP-Notification-Content-Preferred'

const ask = (headers: Record<string, string | string[] | undefined>) =>
  tpp.call('/v1/consents', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1', ...headers },
    body: {
      access: { accounts: [], balances: [], transactions: [] },
      recurringIndicator: true,
      validUntil: '2099-12-31',
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    },
  })

async function wishOf({ json }: Awaited<ReturnType<typeof ask>>) {
  const [row] = await database().select().from(consents).where(eq(consents.id, json.consentId))
  return { uri: row?.notificationUri, modes: row?.notificationContent }
}

describe('xs2a.md 8, resource status notification', () => {
  test.each([
    'status',
    'status=',
    'SCA',
    'status=sca',
    'status=ALL',
    'status=SCA PROCESS',
    'status=SCA,,LAST',
    'status=SCA, SCA',
    'status=LAST, status=SCA',
    'STATUS=SCA',
  ])('%s is no content: 400 FORMAT_ERROR, with an address and without', async (content) => {
    for (const headers of [{ [CONTENT]: content }, { [CONTENT]: content, [URI]: HERE }])
      expect(await ask(headers)).toMatchObject({ status: 400, code: 'FORMAT_ERROR', path: CONTENT })
  })

  test('an address that is none, and either header twice: 400 FORMAT_ERROR', async () => {
    expect(await ask({ [URI]: 'told' })).toMatchObject({ status: 400, code: 'FORMAT_ERROR', path: URI })
    expect(await ask({ [URI]: [HERE, HERE] })).toMatchObject({ status: 400, code: 'FORMAT_ERROR' })
    expect(await ask({ [CONTENT]: ['status=SCA', 'status=LAST'], [URI]: HERE })).toMatchObject({
      status: 400,
      code: 'FORMAT_ERROR',
    })
  })

  test.each([
    ['of somebody else', 'https://other.example/told'],
    ['above the name', 'https://saldo.example/told'],
    ['a name that only ends alike', 'https://evil-api.saldo.example/told'],
    ['the name as a user', 'https://api.saldo.example@other.example/told'],
    ['without TLS', 'http://api.saldo.example/told'],
    ['on another port', 'https://api.saldo.example:8443/told'],
    ['an IP address', 'https://1.1.1.1/told'],
    ['this machine, although it may be called', 'https://127.0.0.1:8443/told'],
    ['no web address', 'urn:saldo'],
    ['too long', `${HERE}?${'x'.repeat(2_048)}`],
  ])('an address %s is no reason to refuse: nothing will be sent', async (_name, uri) => {
    const answer = await ask({ [URI]: uri, [CONTENT]: 'status=SCA' })
    expect(answer.status).toBe(201)
    expect(answer.headers['aspsp-notification-support']).toBe('false')
    expect(answer.headers['aspsp-notification-content']).toBeUndefined()
    expect(await wishOf(answer)).toEqual({ uri: null, modes: null })
  })

  test('not asked: could be had, and nothing is sent', async () => {
    for (const answer of [await ask({}), await ask({ [CONTENT]: 'status=SCA' })]) {
      expect(answer.headers['aspsp-notification-support']).toBe('false')
      expect(answer.headers['aspsp-notification-content']).toBeUndefined()
    }
  })

  test.each([
    ['status=SCA, PROCESS, LAST', 'status=SCA, PROCESS, LAST', ['SCA', 'PROCESS', 'LAST']],
    ['status=LAST,SCA', 'status=SCA, LAST', ['SCA', 'LAST']],
    [undefined, 'status=LAST', ['LAST']],
  ])('%s: promised, said and kept with the consent', async (content, said, modes) => {
    const answer = await ask({ [URI]: HERE, ...(content && { [CONTENT]: content }) })
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({
      'aspsp-notification-support': 'true',
      'aspsp-notification-content': said,
    })
    expect(await wishOf(answer)).toEqual({ uri: HERE, modes })
  })

  test('a name below one of the certificate, and one below its wildcard, belong to it', async () => {
    for (const uri of ['https://eu.api.saldo.example/a', 'https://x.wild.example/'])
      expect((await ask({ [URI]: uri })).headers['aspsp-notification-support']).toBe('true')
  })
})
