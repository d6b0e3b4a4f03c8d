import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { deliveryHosts } from '@/db/schema/deliveries'
import type { PlaceUse } from './judge-endpoint'

/** A third party may register more; what is beyond is not looked at, so that nobody can make the bank busy. */
const ORIGINS_MAX = 30

/**
 * Everything of a third party that can be looked at, each once: the https origins that its applications name, those that it
 * has asked to be told at for a consent that is valid, and its public keys. Nothing that anybody types gets in here but by
 * registering it.
 */
export async function registeredPlaces(tppId: string): Promise<RegisteredPlaces> {
  const [registered, told] = await Promise.all([
    database()
      .select()
      .from(applications)
      .where(eq(applications.tppId, tppId))
      .orderBy(applications.clientId),
    database()
      .select({ host: deliveryHosts.host })
      .from(deliveryHosts)
      .where(
        and(
          eq(deliveryHosts.tppId, tppId),
          sql`exists (select from consents c where c.tpp_id = ${tppId} and c.status = 'valid'
                and starts_with(c.notification_uri, 'https://' || ${deliveryHosts.host} || '/'))`,
        ),
      )
      .orderBy(deliveryHosts.host)
      .limit(ORIGINS_MAX),
  ])
  const origins = new Map<string, Set<PlaceUse>>()
  const add = (uri: string | null, use: PlaceUse) => {
    const url = uri === null ? null : URL.parse(uri)
    if (url?.protocol !== 'https:') return
    origins.set(url.origin, (origins.get(url.origin) ?? new Set()).add(use))
  }
  for (const { redirectUris, clientUri, notificationUri, eventEndpoint } of registered) {
    for (const uri of redirectUris) add(uri, 'redirect')
    add(clientUri, 'site')
    add(notificationUri, 'notification')
    add(eventEndpoint, 'notification')
  }
  for (const { host } of told) add(`https://${host}`, 'notification')
  const keys = registered.flatMap(({ jwks }) => jwks?.keys ?? [])
  return {
    origins: [...origins].slice(0, ORIGINS_MAX).map(([origin, uses]) => ({ origin, uses: [...uses] })),
    keys: await Promise.all(
      keys.map(async (key) => ({ key, thumbprint: await calculateJwkThumbprint(key) })),
    ),
  }
}

type RegisteredPlaces = {
  origins: { origin: string; uses: PlaceUse[] }[]
  keys: { key: JWK; thumbprint: string }[]
}
