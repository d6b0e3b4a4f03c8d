import 'server-only'
import { and, asc, eq, isNull, ne } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import type { RealmPasskeys } from '@/db/schema/realm'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { bankKey, indexKey } from '@/lib/vault/vault'
import type { Authenticator } from './find-authenticators'
import type { MadePasskey } from './judge-registration'
import { isLocked, UNLOCKED } from './lock-out'
import { suggestPasskeyName } from './passkey-provider'
import type { Realm } from './realm'

const ID_BYTES = 16
const NAME = 'realm_passkeys.name'

/** Somebody of a realm's own passkeys, oldest first, as their page shows them. */
export async function findRealmPasskeys({ passkeys, kind }: Named, { holderId, now }: FindRealmPasskeys) {
  const rows = await database()
    .select()
    .from(passkeys)
    .where(eq(passkeys.holderId, holderId))
    .orderBy(asc(passkeys.createdAt))
  const working = rows.filter(({ lockedForGood }) => !lockedForGood).length
  const key = await bankKey()
  const shown = rows.map(
    async (row): Promise<Authenticator> => ({
      id: await realmPasskeyId(kind, row.credentialId),
      credentialId: row.credentialId,
      name: key.open<string>(NAME, row.sealedName),
      synced: row.synced,
      locked: isLocked(row, now),
      removable: working > (row.lockedForGood ? 0 : 1),
      createdAt: row.createdAt,
      lastUsedAt: row.lastUsedAt,
    }),
  )
  return Promise.all(shown)
}

/** Binds a verified passkey to its holder inside the transaction that enrols. Throws `sca_failed` when it is known already. */
export async function insertRealmPasskey(
  tx: Transaction,
  passkeys: RealmPasskeys,
  input: InsertRealmPasskey,
) {
  const { holderId, made, userAgent, now } = input
  const { aaguid, ...kept } = made
  const [added] = await tx
    .insert(passkeys)
    .values({
      ...kept,
      ...UNLOCKED,
      holderId,
      sealedName: (await bankKey()).seal(NAME, suggestPasskeyName(aaguid, userAgent)),
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ credentialId: passkeys.credentialId })
  if (!added) throw new Refusal('sca_failed')
}

/** Gives one of the holder's own passkeys another name. Throws `authenticator_unknown` for any other. */
export async function renameRealmPasskey(realm: Named, input: RenameRealmPasskey): Promise<void> {
  const { passkeys, kind } = realm
  const { holderId, id, name, requestId, now } = input
  const sealedName = (await bankKey()).seal(NAME, name)
  await database().transaction(async (tx) => {
    const credentialId = await ownCredential(tx, realm, { holderId, id })
    await tx.update(passkeys).set({ sealedName }).where(eq(passkeys.credentialId, credentialId))
    const actor = `${kind}:${holderId}` as const
    await recordEvent(tx, { at: now, type: `${kind}.passkey-renamed`, actor, subject: actor, requestId })
  })
}

/**
 * Removes one of the holder's passkeys and ends the sessions that it opened elsewhere. The last one that works stays, or
 * nobody could sign in again; removals of one holder wait for each other. Throws `authenticator_unknown`,
 * `last_authenticator`.
 */
export async function removeRealmPasskey(
  realm: Named & Pick<Realm, 'sessions'>,
  input: RemoveRealmPasskey,
): Promise<void> {
  const { passkeys, sessions, kind } = realm
  const { holderId, id, sessionId, requestId, now } = input
  await database().transaction(async (tx) => {
    const credentialId = await ownCredential(tx, realm, { holderId, id })
    const others = await tx
      .select({ credentialId: passkeys.credentialId })
      .from(passkeys)
      .where(
        and(
          eq(passkeys.holderId, holderId),
          ne(passkeys.credentialId, credentialId),
          eq(passkeys.lockedForGood, false),
        ),
      )
    if (others.length === 0) throw new Refusal('last_authenticator')
    await tx.delete(passkeys).where(eq(passkeys.credentialId, credentialId))
    await tx
      .update(sessions)
      .set({ endedAt: now, endReason: 'signed-out-elsewhere' })
      .where(
        and(eq(sessions.credentialId, credentialId), isNull(sessions.endedAt), ne(sessions.id, sessionId)),
      )
    const actor = `${kind}:${holderId}` as const
    await recordEvent(tx, { at: now, type: `${kind}.passkey-removed`, actor, subject: actor, requestId })
  })
}

/** Locks all passkeys of the holder, in one order, and finds the one of that name among them. */
async function ownCredential(tx: Transaction, { passkeys, kind }: Named, { holderId, id }: OwnCredential) {
  const held = await tx
    .select({ credentialId: passkeys.credentialId })
    .from(passkeys)
    .where(eq(passkeys.holderId, holderId))
    .orderBy(asc(passkeys.credentialId))
    .for('update')
  for (const { credentialId } of held)
    if ((await realmPasskeyId(kind, credentialId)) === id) return credentialId
  throw new Refusal('authenticator_unknown')
}

/** Its name in addresses; see `passkeyId` for why it is not the credential's own id. */
async function realmPasskeyId(kind: Realm['kind'], credentialId: string): Promise<string> {
  const index = (await indexKey()).index(`${kind}_passkeys.passkey_id`, credentialId)
  return index.subarray(0, ID_BYTES).toString('base64url')
}

type Named = Pick<Realm, 'kind' | 'passkeys'>
type OwnCredential = { holderId: string; id: string }
type FindRealmPasskeys = { holderId: string; now: Date }
type InsertRealmPasskey = { holderId: string; made: MadePasskey; userAgent: string | null; now: Date }
type Change = OwnCredential & { requestId: string | null; now: Date }
type RenameRealmPasskey = Change & { name: string }
type RemoveRealmPasskey = Change & { sessionId: string }
