import { randomBytes, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { closeDatabases, database } from '@/db/connection'
import { migrateIfOwner } from '@/db/migrate-if-owner'
import { sessions } from '@/db/schema/sessions'
import { SEALED_COLUMNS } from '@/db/sealed-columns'
import { seedSandbox } from '@/db/seed'
import { PERSONAS } from '@/db/seed/personas'
import { givenApplication, givenTpp } from '@/e2e/fixtures/given-consent'
import { activate, givenCode } from '@/e2e/fixtures/given-passkey'
import { approve, givenEuro, givenPayment, PAYER_TPP, SHOP } from '@/e2e/fixtures/given-payment'
import { now } from '@/lib/clock'
import { demandSca } from '@/lib/consent/demand-sca'
import { keyIdOf } from '@/lib/consent/open-access'
import { carryOutErasures } from '@/lib/erasure/carry-out-erasures'
import { noteLeft } from '@/lib/erasure/note-left'
import { log } from '@/lib/log'
import { planNotices } from '@/lib/notices/plan-notices'
import { askPrivacy } from '@/lib/privacy/ask-privacy'
import { belongingsOf } from '@/lib/privacy/belongings'
import { buildExport } from '@/lib/privacy/build-export'
import { requestExport } from '@/lib/privacy/request-export'
import { startProtection } from '@/lib/psu/start-protection'
import { requestErasure } from '@/lib/removal/request-erasure'
import { requestRemoval } from '@/lib/removal/request-removal'
import { renameAuthenticator } from '@/lib/sca/rename-authenticator'
import { vaultKey, vaultKeysById } from '@/lib/vault/vault'
import { countOpened, marksOf } from './marks'

/** A step of the canary, in a process of its own, whose output is one of the places that are searched. The last word is a file for what it found. */
const STEPS: Record<string, () => Promise<unknown>> = { seed, mark, erase, open }
const PSU = PERSONAS.anna.id
const word = (about: string) => `canary ${about} ${randomBytes(6).toString('hex')}`

const [, , step = '', file = '', ...given] = process.argv
const found = await STEPS[step]?.()
writeFileSync(file, JSON.stringify(found ?? null))
await closeDatabases()
// What a guest keeps open keeps no step from its end.
process.exit(0)

async function seed(): Promise<void> {
  await migrateIfOwner()
  await seedSandbox({ now: await now() })
}

/** What a customer and the bank write about them, by the bank's own code, each with a word of its own; then all of it, opened. */
async function mark() {
  const asked = { psuId: PSU, sessionId: randomUUID(), requestId: null }
  await askPrivacy({ ...asked, kind: 'correction', text: word('correction') })
  const [consent] = await rows<{ id: string }>(
    sql`select id from consents where psu_id = ${PSU} and status in ('revokedByPsu', 'expired') limit 1`,
  )
  if (!consent) throw new Error('The seeded customer has no ended permission')
  await requestRemoval({ ...asked, consentId: consent.id, locale: 'en', words: word('removal') })
  const [living] = await rows<{ tpp_id: string }>(
    sql`select tpp_id from consents where psu_id = ${PSU} and status = 'valid' and recurring limit 1`,
  )
  if (!living) throw new Error('The seeded customer has no living permission')
  await demandSca({ psuId: PSU, tppId: living.tpp_id, reason: word('suspicion'), actor: 'staff:canary' })
  const staff = { channel: 'phone', identity: word('identity'), reason: word('protection') }
  await startProtection({ psuId: PSU, requestId: null, staff: { id: 'canary', word: staff } })
  const key = await vaultKey(await keyIdOf(PSU))
  const at = await now()
  const { credentialId } = await activate(await givenCode(PSU, true))
  await renameAuthenticator({ ...asked, credentialId, name: word('passkey'), now: at })
  const ends = { endedAt: null, endReason: null, failures: 0, authenticatedAt: at, lastSeenAt: at }
  const sealedUserAgent = key.seal('sessions.user_agent', word('browser'))
  const session = { id: newId(), psuId: PSU, credentialId, tokenHash: randomBytes(32), interactionUid: null }
  await database()
    .insert(sessions)
    .values({ ...ends, ...session, sealedUserAgent })
  await pay()
  await planNotices()
  const recent = { authenticatedAt: new Date(), language: 'en' as const }
  const { exportId } = await requestExport({ psuId: PSU, credentialId, ...recent, requestId: null })
  await buildExport({ exportId })
  // A fault with everything in it, as a log would have it.
  log.error({ err: new Error('canary'), name: word('log'), iban: word('iban') }, 'A fault')
  const belongings = await belongingsOf(database(), PSU)
  const { marks, columns } = await marksOf(PSU)
  const silent = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).filter(
    (one) => !columns.includes(one),
  )
  return { marks, columns, silent, keyIds: belongings.keyIds, trail: await trail() }
}

/** A payment that the customer approves: payee and purpose are words of this run. */
async function pay(): Promise<void> {
  await givenTpp(PAYER_TPP)
  await givenApplication(PAYER_TPP, 'PayLane')
  const iban = 'DE02120300000000202051'
  const accountId = await givenEuro({ psuId: PSU, iban, name: 'Canary' })
  const payment = await givenPayment({
    creditor: { ...SHOP, name: word('payee') },
    remittance: word('purpose'),
  })
  await approve(payment, { psuId: PSU, accountId, account: { iban, name: 'Canary', currency: 'EUR' } })
}

async function erase() {
  await requestErasure({ psuId: PSU, sessionId: randomUUID(), authenticatedAt: new Date(), requestId: null })
  await rows(sql`update consents set status = 'revokedByPsu' where psu_id = ${PSU} and status = 'valid'`)
  await rows(sql`update payments set status = 'CANC' where psu_id = ${PSU} and status in ('RCVD', 'ACTC')`)
  await noteLeft({ psuId: PSU, leftOn: '2026-01-01', actor: 'system' })
  return { ...(await carryOutErasures()), trail: await trail() }
}

/** Which of the values in this database open under the keys that are there today: by the erased one's keys, and by all others. */
async function open() {
  const erased = await vaultKeysById(given)
  const people = await rows<{ key_id: string }>(sql`select key_id from psus where id <> ${PSU}`)
  const others = await vaultKeysById(people.map(({ key_id }) => key_id))
  const held = (keys: typeof erased) => keys.flatMap((key) => key ?? [])
  const names = await rows<{ id: string }>(sql`select id from psus where id = ${PSU}`)
  return {
    erasedKeys: held(erased).length,
    erased: await countOpened(held(erased)),
    others: await countOpened(held(others).slice(0, 3)),
    row: names.length,
  }
}

/** The rows of the trail that were there before an erasure was asked for, as one hash. */
async function trail(): Promise<string[]> {
  const hashes = await rows<{ hash: string }>(sql`
    select md5(string_agg(md5(t::text), '' order by t.at, t.id)) as hash from audit_events t
      where type not in ('erasure.carried-out', 'psu.left', 'erasure.requested')
    union all select md5(string_agg(md5(t::text), '' order by t.at, t.call_id)) from access_log t
    union all select md5(string_agg(md5(t::text), '' order by t.consent_id, t.version)) from consent_versions t`)
  return hashes.map(({ hash }) => hash)
}

async function rows<Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>) {
  return (await database().execute<Row>(statement)).rows
}
