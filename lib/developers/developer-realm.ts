import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { developerChallenges, developerPasskeys, developerSessions, developers } from '@/db/schema/developers'
import type { Realm } from '@/lib/sca/realm'
import { developerHandleOf } from '@/lib/sca/relying-party'

/** The realm of third parties' developers. */
export const DEVELOPER_REALM: Realm = {
  kind: 'developer',
  passkeys: developerPasskeys,
  challenges: developerChallenges,
  sessions: developerSessions,
  handleOf: developerHandleOf,
  mayEnter: async (developerId) => (await findDeveloper(developerId)) !== null,
}

/** An account, or null. */
export async function findDeveloper(developerId: string): Promise<Developer | null> {
  const [row] = await database().select().from(developers).where(eq(developers.id, developerId))
  return row ?? null
}

export type Developer = typeof developers.$inferSelect
