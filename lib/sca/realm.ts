import 'server-only'
import type { RealmChallenges, RealmPasskeys, RealmSessions } from '@/db/schema/realm'

/** People who are no customers and sign in with passkeys of their own kind: see db/schema/realm.ts. */
export type Realm = {
  kind: 'staff' | 'developer'
  passkeys: RealmPasskeys
  challenges: RealmChallenges
  sessions: RealmSessions
  handleOf: (holderId: string) => Buffer
  /** Whether somebody may come in with a good passkey. */
  mayEnter: (holderId: string) => Promise<boolean>
}
