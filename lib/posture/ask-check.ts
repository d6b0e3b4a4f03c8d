import 'server-only'
import { isNull, lte, or } from 'drizzle-orm'
import { database } from '@/db/connection'
import { postureChecks } from '@/db/schema/posture'
import type { Resolve } from '@/lib/egress/checked-addresses'
import { Refusal } from '@/lib/errors'
import { checkThirdParty } from './check-third-party'

const REST_MILLIS = 60_000

/**
 * Looks at a third party's registered endpoints now, because one of theirs asks; once a minute, whichever of their developers
 * and whichever instance. It takes no address: only what is registered is looked at. Throws `too_many_requests`.
 */
export async function askCheck({ tppId, now, resolve }: AskCheck): Promise<void> {
  const [asked] = await database()
    .insert(postureChecks)
    .values({ tppId, askedAt: now })
    .onConflictDoUpdate({
      target: postureChecks.tppId,
      set: { askedAt: now },
      setWhere: or(
        isNull(postureChecks.askedAt),
        lte(postureChecks.askedAt, new Date(now.getTime() - REST_MILLIS)),
      ),
    })
    .returning({ tppId: postureChecks.tppId })
  if (!asked) throw new Refusal('too_many_requests', { retryAfter: REST_MILLIS / 1_000 })
  await checkThirdParty({ tppId, ...(resolve && { resolve }) })
}

type AskCheck = { tppId: string; now: Date; resolve?: Resolve }
