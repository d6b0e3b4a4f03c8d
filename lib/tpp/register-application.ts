import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import type { Tpp } from './caller'
import { type FoundLookAlike, findLookAlikes } from './find-look-alikes'
import { mayBeTold } from './may-be-told'
import { validCertificateOf } from './valid-certificate'

/**
 * Sets how a third party's default application, whose `client_id` is its organizationIdentifier, authenticates and
 * where it may send customers back to. Repeating it changes nothing but the time; another third party's application
 * cannot be reached, because the id is the certificate's. Throws `format_error` for a brand that is another's name, and for an
 * address for notifications that is not its own.
 */
export async function registerApplication({
  tpp,
  registration,
  requestId,
  now,
}: RegisterApplication): Promise<{ application: RegisteredApplication; first: boolean }> {
  if (registration.notificationUri !== null) await requireOwnAddress(tpp.id, registration.notificationUri)
  return database().transaction(async (tx) => {
    if (registration.brand !== null) await requireOwnName(tx, tpp.id, registration.brand)
    const [before] = await tx
      .select({ redirectUris: applications.redirectUris })
      .from(applications)
      .where(eq(applications.clientId, tpp.id))
      .for('update')
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
      actor: `tpp:${tpp.id}`,
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
      },
    })
    await enqueueJob(
      tx,
      'posture.check',
      { tppId: tpp.id },
      { runAt: soon(), jobKey: `posture.check:${tpp.id}`, oneByOne: 'posture' },
    )
    return { application, first: !before || before.redirectUris.length === 0 }
  })
}

/** Its endpoints are looked at when it has done with registering, and not all at once. */
const soon = () => new Date(Date.now() + (0.5 + Math.random()) * 60_000)

/** The same rule as for what is told of consents: nobody makes the bank call another's address (THR-14). */
async function requireOwnAddress(tppId: string, uri: string): Promise<void> {
  const { certificate } = await validCertificateOf(tppId)
  if (certificate && mayBeTold(uri, certificate)) return
  throw new Refusal('format_error', {
    path: 'notification_uri',
    text: 'notification_uri: must be https on port 443 under a name of your certificate',
  })
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
>
type RegisterApplication = {
  tpp: Pick<Tpp, 'id'>
  registration: Registration
  requestId: string | null
  now: Date
}
