import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { recordEvent } from '@/lib/audit/record-event'
import type { Tpp } from './caller'

/**
 * Sets how a third party's default application, whose `client_id` is its organizationIdentifier, authenticates and
 * where it may send customers back to. Repeating it changes nothing but the time; another third party's application
 * cannot be reached, because the id is the certificate's.
 */
export async function registerApplication({
  tpp,
  registration,
  requestId,
  now,
}: RegisterApplication): Promise<{ application: RegisteredApplication; first: boolean }> {
  return database().transaction(async (tx) => {
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
      },
    })
    return { application, first: !before || before.redirectUris.length === 0 }
  })
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
>
type RegisterApplication = { tpp: Tpp; registration: Registration; requestId: string | null; now: Date }
