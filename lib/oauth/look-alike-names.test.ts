import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { outbox } from '@/db/schema/outbox'
import { fetchAs, issueQwac, type Qwac } from '@/e2e/fixtures/oauth-door'
import { brand as bank } from '@/lib/brand'
import { env } from '@/lib/env'

// THR-12, THR-13: whom a customer knows by name must not be somebody else.

let stranger: Qwac
beforeAll(async () => {
  expect((await register('Saldo', await issueQwac('PSDNL-DNB-KNOWN'))).status).toBe(201)
  expect((await register('Formuekort', await issueQwac('PSDNL-DNB-OTHER'))).status).toBe(201)
  stranger = await issueQwac('PSDNL-DNB-STRANGER')
})

async function register(name: string | undefined, by: Qwac) {
  const answer = await fetchAs(by)(`${env.MTLS_ORIGIN}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      redirect_uris: ['https://tpp.example/callback'],
      token_endpoint_auth_method: 'tls_client_auth',
      client_name: name,
    }),
  })
  return { status: answer.status, json: await answer.json() }
}

test.each([
  ['the same', 'saldo', 'is the name of somebody else'],
  ['full width', 'Ｓａｌｄｏ', 'is the name of somebody else'],
  ['an accent', 'Saldó', 'is the name of somebody else'],
  ['a digit', 'Sald0', 'UTS #39'],
  ['a capital I', 'SaIdo', 'UTS #39'],
  ['rn for m', 'Forrnuekort', 'UTS #39'],
  ['all Cyrillic', 'ѕаӏԁо', 'UTS #39'],
  ['a Cyrillic а', 'Sаldo', 'scripts'],
  ['a Greek omicron', 'Saldο', 'scripts'],
  ['zero width', 'Sal\u200bdo', 'invisible'],
  ['the other way', '\u202eodlaS', 'bidirectional'],
  ['the legal name of another', 'PSDNL-DNB-KNOWN SA', 'is the name of somebody else'],
  ['the bank', bank.name, 'is the name of somebody else'],
  ['the bank and more', `My ${bank.name} App`, 'name of this bank'],
  ['the bank with a zero', bank.name.replace('o', '0'), 'UTS #39'],
])('a brand that is %s is refused, and the text says by which rule', async (_what, name, rule) => {
  const { status, json } = await register(name, stranger)
  expect({ status, error: json.error }).toEqual({ status: 400, error: 'invalid_client_metadata' })
  expect(json.error_description).toContain(rule)
  expect(json.error_description).not.toContain('PSDNL-DNB-KNOWN')
})

test.each(['Τράπεζα Αθηνών', 'Сосна', 'Saldi', 'Bogføring'])('%s is registered', async (name) => {
  const { json } = await register(name, stranger)
  expect(json.client_name).toBe(name)
})

test("a third party may register the name it has already, and its legal name's own", async () => {
  const known = await issueQwac('PSDNL-DNB-KNOWN')
  for (const name of ['Saldo', 'SALDO', 'PSDNL-DNB-KNOWN SA'])
    expect((await register(name, known)).status).toBe(200)
})

test('a licensed name that looks like another is served, and staff are told of it', async () => {
  // The sandbox names it "PSDNL-DNB-KN0WN SA", which is to the eye what another one is called.
  const { status } = await register(undefined, await issueQwac('PSDNL-DNB-KN0WN'))
  expect(status).toBe(201)
  const [event, ...more] = await database()
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.type, 'tpp.name-looks-alike'))
  expect(more).toEqual([])
  expect(event).toMatchObject({
    tppId: 'PSDNL-DNB-KN0WN',
    detail: { alike: [{ tppId: 'PSDNL-DNB-KNOWN', rule: 'confusable' }], deceit: null },
  })
  const told = await database()
    .select()
    .from(outbox)
    .where(eq(outbox.eventId, event?.id ?? ''))
  expect(told.map(({ audience }) => audience)).toEqual(['staff'])
})
