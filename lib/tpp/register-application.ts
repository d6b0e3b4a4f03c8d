import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import type { Tpp } from './caller'
import { type FoundLookAlike, findLookAlikes } from './find-look-alikes'

/**
 * Sets how a third party's default application, whose `client_id` is its organizationIdentifier, authenticates and
 * where it may send customers back to. Repeating it changes nothing but the time; another third party's application
 * cannot be reached, because the id is the certificate's. Throws `format_error` for a brand that is another's name.
 */
export async function registerApplication({
  tpp,
  registration,
  requestId,
  now,
}: RegisterApplication): Promise<{ application: RegisteredApplication; first: boolean }> {
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
    return { application, first: !before || before.redirectUris.length === 0 }
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
