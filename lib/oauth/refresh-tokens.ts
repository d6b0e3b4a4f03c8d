import 'server-only'
import { eq, sql } from 'drizzle-orm'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { env } from '@/lib/env'

/**
 * A recurring consent gets a refresh token, asked for or not, because Berlin Group's consent is the permission to come
 * back; a single one gets none. An identity request never gets one, not even for `offline_access`: without a consent a
 * customer would have nothing to stop it by.
 */
export const issuesRefreshToken: NonNullable<Configuration['issueRefreshToken']> = async (
  ctx,
  client,
  source,
) => {
  if (!client.grantTypeAllowed('refresh_token')) return false
  const [consent] = await database()
    .select({
      recurring: consents.recurring,
      secondsLeft: sql<number>`floor(extract(epoch from ${consents.endsAt} - placet_now()))::float8`,
    })
    .from(consents)
    .where(eq(consents.grantId, source.grantId ?? ''))
  if (!consent) return false
  lives.set(ctx, Math.max(1, consent.secondsLeft))
  return consent.recurring
}

/** It lives as long as its consent, and a replacement as long as what it replaces. */
export function refreshTokenSeconds(ctx: KoaContextWithOIDC): number {
  const replaced = ctx?.oidc.entities.RotatedRefreshToken
  const left = replaced ? replaced.remainingTTL : ctx && lives.get(ctx)
  return left && left > 0 ? Math.floor(left) : env.CONSENT_DAYS_MAX * 86_400
}

/** FAPI 2.0 5.3.2.1 wants no rotation, because a lost answer would lock the client out. Who asks for it has it. */
export function rotatesRefreshToken(ctx: KoaContextWithOIDC): boolean {
  return ctx.oidc.client?.rotates_refresh_tokens === 'yes'
}

const lives = new WeakMap<KoaContextWithOIDC, number>()
