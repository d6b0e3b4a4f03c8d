import 'server-only'
import { and, eq, gt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { interactions } from '@/db/schema/interactions'
import { payments } from '@/db/schema/payments'
import type { Language } from '@/i18n/languages'

/**
 * The languages in which a third party asked to have its customer met, best first, as it wrote them: `ui_locales` of its
 * request (OpenID Connect Core 3.1.2.1), else the `PSU-Accept-Language` of the consent or the payment; null for none, and on the
 * page of a payment that is over, where the customer's own choice holds again.
 */
export async function askedLanguages({ about, id, front }: RequestPage): Promise<string | null> {
  const [row] =
    about === 'payment'
      ? await database()
          .select({ languages: payments.psuLanguages })
          .from(payments)
          .where(front ? waiting(id) : eq(payments.linkId, id))
      : await database()
          .select({
            languages: sql<string | null>`coalesce(${interactions.languages}, ${consents.psuLanguages})`,
          })
          .from(interactions)
          .leftJoin(consents, eq(consents.id, interactions.consentId))
          .where(eq(interactions.uid, id))
  return row?.languages ?? null
}

/**
 * What the customer chooses on the page of a request takes the place of what the third party asked for; of a payment only while
 * it waits, for its link is known to more people than it is meant for and outlasts it.
 */
export async function chooseForRequest(
  { about, id }: Pick<RequestPage, 'about' | 'id'>,
  language: Language,
): Promise<void> {
  if (about === 'payment')
    await database().update(payments).set({ psuLanguages: language }).where(waiting(id))
  else await database().update(interactions).set({ languages: language }).where(eq(interactions.uid, id))
}

/** The payment behind a link, as long as somebody may answer it. */
const waiting = (linkId: string) =>
  and(eq(payments.linkId, linkId), eq(payments.status, 'RCVD'), gt(payments.answerBy, sql`placet_now()`))

/**
 * A page of a third party's request: `id` is the `uid` of an interaction, or the id of a payment's link. `front`: the page itself
 * that asks, not the way back or a handler of it.
 */
export type RequestPage = { about: 'interaction' | 'payment'; id: string; front: boolean }
