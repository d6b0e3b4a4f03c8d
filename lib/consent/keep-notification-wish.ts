import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { consents, type NOTIFICATION_MODES } from '@/db/schema/consents'

/**
 * Keeps where and of what a third party wants to be told, with the consent; a later wish takes the place of an earlier
 * one. No wish leaves things as they are: starting another authorisation without the headers ends no subscription.
 */
export async function keepNotificationWish(
  tx: Transaction,
  { consentId, tppId, wish }: KeepNotificationWish,
): Promise<void> {
  if (wish === null) return
  await tx
    .update(consents)
    .set({ notificationUri: wish.uri, notificationContent: [...wish.modes] })
    .where(and(eq(consents.id, consentId), eq(consents.tppId, tppId)))
}

export type NotificationWish = { uri: string; modes: readonly (typeof NOTIFICATION_MODES)[number][] }
type KeepNotificationWish = { consentId: string; tppId: string; wish: NotificationWish | null }
