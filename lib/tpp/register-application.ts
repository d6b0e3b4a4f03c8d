import 'server-only'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { auditEvents } from '@/db/schema/audit'
import { tpps } from '@/db/schema/tpps'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import type { Tpp } from './caller'
import { decisionText } from './decision-text'
import { type FoundLookAlike, findLookAlikes } from './find-look-alikes'
import { mayBeTold } from './may-be-told'
import { statusNow } from './status-now'
import { validCertificateOf } from './valid-certificate'

const DAY_MILLIS = 86_400_000
const RENAMES_A_DAY_MAX = 3

/**
 * Sets how a third party's default application, whose `client_id` is its organizationIdentifier, authenticates and
 * where it may send customers back to. Repeating it changes nothing but the time; another third party's application
 * cannot be reached, because the id is the certificate's. Throws `format_error` for a brand that is another's name, and for an
 * address for notifications that is not its own; `certificate_blocked` while it is paused.
 */
export async function registerApplication({
  tpp,
  registration,
  by = `tpp:${tpp.id}`,
  requestId,
  now,
}: RegisterApplication): Promise<{ application: RegisteredApplication; first: boolean }> {
  await requireOwnAddress(tpp.id, 'notification_uri', registration.notificationUri)
  await requireOwnAddress(tpp.id, 'event_delivery.endpoint_url', registration.eventEndpoint)
  return database().transaction(async (tx) => {
    await requireServed(tx, tpp.id)
    if (registration.brand !== null) await requireOwnName(tx, tpp.id, registration.brand)
    const [before] = await tx
      .select({ redirectUris: applications.redirectUris, name: nameOf() })
      .from(applications)
      .innerJoin(tpps, eq(tpps.id, applications.tppId))
      .where(eq(applications.clientId, tpp.id))
      .for('update', { of: applications })
    const values = { ...registration, updatedAt: now }
    const [application] = await tx
      .insert(applications)
      .values({
        clientId: tpp.id,
        tppId: tpp.id,
        fapiProfile: 'fapi2-security-profile',
        createdAt: now,
        ...values,
      })
      .onConflictDoUpdate({
        target: applications.clientId,
        set: values,
        setWhere: sql`${applications.tppId} = ${tpp.id}`,
      })
      .returning()
    if (!application) throw new Error(`The application ${tpp.id} belongs to another third party`)
    await recordEvent(tx, {
      at: now,
      type: 'tpp.registered',
      actor: by,
      subject: `tpp:${tpp.id}`,
      tppId: tpp.id,
      requestId,
      detail: {
        clientId: application.clientId,
        redirectUris: application.redirectUris,
        authenticationMethod: application.authenticationMethod,
        keys: application.jwks?.keys.map(({ kid }) => kid ?? null) ?? [],
        brand: application.brand,
        purposes: application.purposes,
        dataRemovalEndpoint: application.dataRemovalEndpoint,
        eventMethod: application.eventMethod,
        eventEndpoint: application.eventEndpoint,
      },
    })
    const first = !before || before.redirectUris.length === 0
    if (before && !first) await tellOfName(tx, { tppId: tpp.id, by, from: before.name, requestId, now })
    await enqueueJob(
      tx,
      'posture.check',
      { tppId: tpp.id },
      { runAt: soon(), jobKey: `posture.check:${tpp.id}`, oneByOne: 'posture' },
    )
    return { application, first }
  })
}

/** What customers read: its brand, and its legal name where it has none. */
const nameOf = () => sql<string>`coalesce(${applications.brand}, ${tpps.legalName})`

/**
 * Customers who know it by its name are told of another one, so that nobody looks for one that is gone. Throws `format_error`
 * for a name too many in a day: what is told of each would bury what else the customer has to know.
 */
async function tellOfName(tx: Transaction, { tppId, by, from, requestId, now }: Renamed): Promise<void> {
  const [named] = await tx
    .select({ to: nameOf() })
    .from(applications)
    .innerJoin(tpps, eq(tpps.id, applications.tppId))
    .where(eq(applications.clientId, tppId))
  if (!named || named.to === from) return
  const today = await tx.$count(
    auditEvents,
    and(
      eq(auditEvents.tppId, tppId),
      isNull(auditEvents.consentId),
      eq(auditEvents.type, 'tpp.renamed'),
      gt(auditEvents.at, new Date(now.getTime() - DAY_MILLIS)),
    ),
  )
  if (today >= RENAMES_A_DAY_MAX)
    throw new Refusal('format_error', {
      path: 'client_name',
      text: `client_name: was changed ${RENAMES_A_DAY_MAX} times within a day. Customers are told each time; try again tomorrow.`,
    })
  await recordEvent(tx, {
    at: now,
    type: 'tpp.renamed',
    actor: by,
    subject: `tpp:${tppId}`,
    tppId,
    requestId,
    detail: { from, to: named.to },
  })
}

/** Its endpoints are looked at when it has done with registering, and not all at once. */
const soon = () => new Date(Date.now() + (0.5 + Math.random()) * 60_000)

/** The same rule as for what is told of consents: nobody makes the bank call another's address (THR-14). */
async function requireOwnAddress(tppId: string, path: string, uri: string | null): Promise<void> {
  if (uri === null) return
  const { certificate } = await validCertificateOf(tppId)
  if (certificate && mayBeTold(uri, certificate)) return
  throw new Refusal('format_error', {
    path,
    text: `${path}: must be https on port 443 under a name of your certificate`,
  })
}

/** Customers of one that is paused must find it as it was: no way past the door, such as the developer's page, changes it. */
async function requireServed(tx: Transaction, tppId: string): Promise<void> {
  const [tpp] = await tx.select({ status: statusNow() }).from(tpps).where(eq(tpps.id, tppId)).for('share')
  if (tpp && tpp.status !== 'active')
    throw new Refusal('certificate_blocked', { text: await decisionText(tppId) })
}

/** A customer who knows the name must not be led to somebody else by it (THR-12): no bank, no other third party. */
async function requireOwnName(tx: Transaction, tppId: string, brand: string): Promise<void> {
  // One at a time: of two that ask for one name at once the second must see the first.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('placet.brand'))`)
  const [found] = await findLookAlikes(tx, { tppId, names: [brand] })
  if (!found) return
  throw new Refusal('format_error', {
    path: 'client_name',
    text: `client_name: ${RULES[found.rule]}. Choose one of your own, or leave it out to appear by your legal name.`,
  })
}

/** Which rule speaks against a name. Whose name it is, is not told: the register is no directory. */
const RULES: Record<FoundLookAlike['rule'], string> = {
  same: 'is the name of somebody else',
  confusable: 'looks like the name of somebody else, by letters or digits that look alike (UTS #39)',
  'holds-bank': 'has the name of this bank in it',
}

export type RegisteredApplication = typeof applications.$inferSelect
export type Registration = Pick<
  RegisteredApplication,
  | 'brand'
  | 'clientUri'
  | 'notificationUri'
  | 'redirectUris'
  | 'jwks'
  | 'authenticationMethod'
  | 'rotatesRefreshTokens'
  | 'purposes'
  | 'dataRemovalEndpoint'
  | 'eventMethod'
  | 'eventEndpoint'
>
type Renamed = { tppId: string; by: Actor; from: string; requestId: string | null; now: Date }
type RegisterApplication = {
  tpp: Pick<Tpp, 'id'>
  registration: Registration
  /** Who does it, where it is not the third party's own call. */
  by?: Actor
  requestId: string | null
  now: Date
}
