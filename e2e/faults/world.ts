import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { composeIBAN } from 'ibantools'
import { Client } from 'pg'
import { closeDatabases, database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { sessions } from '@/db/schema/sessions'
import { givenAccount } from '@/e2e/fixtures/given-consent'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import type { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { callsOf } from './call'
import { History } from './history'
import { bundleInstance, startInstance } from './instances'
import { openSink } from './sink'

export const TPP = 'PSDNL-DNB-FAULTS'
export const REDIRECT_URI = 'https://localhost/callback'

/**
 * Two instances on one database, a third party with certificate and application, its endpoint, and customers with a passkey and an
 * account each. `sinkPort` must be in EGRESS_ALLOWED before anything of ours is loaded. `owner` may watch and change the database.
 */
export async function openWorld({ ownerUrl, sinkPort, customers, worker = true }: OpenWorld) {
  const folder = dirname(env.TRUST_ANCHORS)
  await ensureSandboxPki(folder)
  const out = join(folder, 'tpp', 'faults')
  const tpp = { organizationIdentifier: TPP, name: 'Faults B.V.', roles: ['PSP_AI'] as const }
  await issueTppCertificates({ folder, out, ...tpp, hosts: ['localhost'] })
  const calls = callsOf({
    cert: readFileSync(join(out, 'qwac.pem')),
    key: readFileSync(join(out, 'qwac.key')),
    ca: readFileSync(join(folder, 'root.pem')),
  })
  const sink = await openSink(folder, sinkPort)
  const owner = await watcher(ownerUrl)
  await watchStatuses(owner)
  const file = await bundleInstance()
  const databases = { main: env.DATABASE_URL ?? '', keys: env.KEYS_DATABASE_URL ?? '' }
  const start = (work = worker) => startInstance({ file, databases, worker: work })
  const instances = await Promise.all([start(), start()])
  const [first] = instances
  if (!first) throw new Error('Nothing was started')
  const registered = await calls.third(first, '/oauth/register', {
    body: {
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'tls_client_auth',
      client_name: 'Faults',
      rotates_refresh_tokens: true,
    },
  })
  if (registered.status !== 201 && registered.status !== 200)
    throw new Error(`Not registered: ${registered.text}`)
  let nth = 0
  const newPerson = () => givenPerson(nth++)
  const newPeople = async () => {
    const people: Person[] = []
    for (let index = 0; index < customers; index += 1) people.push(await newPerson())
    return people
  }
  const world = {
    calls,
    sink,
    owner,
    ownerUrl,
    instances,
    people: await newPeople(),
    staffId: await givenColleague('operate'),
    history: new History(),
    start,
    newPerson,
    /** Customers to whom nothing has happened yet: what one fault leaves behind is no part of the next. */
    renew: async () => {
      world.people = await newPeople()
    },
    /** Kills that instance when `after` says so; another, started before, takes its place. Returns the one that was killed. */
    replace: async (place: number, after: () => Promise<void>, work = worker) => {
      const next = await start(work)
      await after()
      const before = instances[place]
      instances[place] = next
      await before?.kill()
      return before
    },
    /** Connects the watcher again after the database was away, and starts whoever is gone. */
    revive: async () => {
      await world.owner.end().catch(() => undefined)
      world.owner = await watcher(ownerUrl)
      for (const [place, instance] of instances.entries())
        if (!instance.isOn()) instances[place] = await start()
    },
    close: async () => {
      calls.close()
      await Promise.all(instances.map((instance) => instance.kill()))
      sink.close()
      await world.owner.end().catch(() => undefined)
      await rm(file, { force: true })
      await closeHotPath()
      await closeDatabases()
    },
  }
  return world
}

async function watcher(url: string): Promise<Client> {
  const client = new Client(url)
  // It is restarted under us, too.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** An independent witness in the database itself: every change of a consent's status, as it commits. */
async function watchStatuses(owner: Client): Promise<void> {
  await owner.query(`
    create table faults_statuses (
      nth bigint generated always as identity, consent_id uuid, was text, became text,
      transaction xid8 default pg_current_xact_id());
    create index on faults_statuses (consent_id);
    create function faults_note() returns trigger language plpgsql security definer as $$
    begin
      insert into faults_statuses (consent_id, was, became)
        values (new.id, case when tg_op = 'UPDATE' then old.status end, new.status);
      return null;
    end $$;
    create trigger faults_note_new after insert on consents for each row execute function faults_note();
    create trigger faults_note after update on consents for each row
      when (old.status is distinct from new.status) execute function faults_note();`)
}

async function givenPerson(index: number): Promise<Person> {
  const { psuId, passkey } = await givenCustomer(`Customer ${index}`)
  const iban =
    composeIBAN({ countryCode: 'DK', bban: `0040${String(440_000_000 + index).padStart(10, '0')}` }) ?? ''
  const accountId = await givenAccount({ psuId, iban })
  const sessionId = randomUUID()
  const at = await now()
  await database()
    .insert(sessions)
    .values({
      id: sessionId,
      tokenHash: Buffer.from(randomUUID()),
      psuId,
      credentialId: passkey.credentialId,
      failures: 0,
      authenticatedAt: at,
      lastSeenAt: at,
    })
  return { psuId, passkey, accountId, iban, sessionId }
}

type OpenWorld = { ownerUrl: string; sinkPort: number; customers: number; worker?: boolean }
export type World = Awaited<ReturnType<typeof openWorld>>
export type Person = {
  psuId: string
  passkey: SoftAuthenticator
  accountId: string
  iban: string
  sessionId: string
}
