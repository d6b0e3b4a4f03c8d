import 'server-only'
import { env } from '@/lib/env'

/** Migrates both databases where this process knows their owners; where it does not, somebody did before it was started. */
export async function migrateIfOwner(): Promise<void> {
  const { DATABASE_URL, DATABASE_OWNER_URL, KEYS_DATABASE_URL, KEYS_DATABASE_OWNER_URL } = env
  if (!DATABASE_URL || !DATABASE_OWNER_URL || !KEYS_DATABASE_URL || !KEYS_DATABASE_OWNER_URL) return
  // Loaded only where it is used: a server without the owner never needs the migrator.
  const { migrateDatabases } = await import('./migrate')
  await migrateDatabases({
    main: { ownerUrl: DATABASE_OWNER_URL, applicationUrl: DATABASE_URL },
    keys: { ownerUrl: KEYS_DATABASE_OWNER_URL, applicationUrl: KEYS_DATABASE_URL },
  })
}
