import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { composeIBAN } from 'ibantools'
import { Client } from 'pg'
import { closeDatabases, database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { sessions } from '@/db/schema/sessions'
import { givenAccount } from '@/e2e/fixtures/given-consent'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
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
  const people: Person[] = []
  for (let index = 0; index < customers; index += 1) people.push(await givenPerson(index))
  let nth = 0
  const world = {
    calls,
    sink,
    owner,
    ownerUrl,
    instances,
    people,
    history: new History(),
    start,
    newPerson: () => givenPerson(people.length + nth++),
    /** Kills that instance at this moment; another, started before, takes its place. */
    replace: async (place: number, after: () => Promise<void>) => {
      const next = await start()
      await after()
      const before = instances[place]
      instances[place] = next
      await before?.kill()
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
    create table faults_statuses (nth bigint generated always as identity, consent_id uuid, was text, became text);
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
