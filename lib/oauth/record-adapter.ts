import 'server-only'
import { and, eq, getTableColumns, gt, isNull, or, sql } from 'drizzle-orm'
import Provider, { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import { database, type Transaction } from '@/db/connection'
import { oauthRecords } from '@/db/schema/oauth-records'
import { psus } from '@/db/schema/psus'
import { consumeCode } from './consume-code'
import { recordTokenIssued } from './issued-token'
import { LIFETIME_SECONDS } from './lifetimes'
import { limitPending } from './limit-pending'
import { recordId } from './record-id'
import { keyForPayload, keyOfRecord } from './record-key'
import { endReplayedGrant } from './replayed-grant'

/** What hangs on a grant is only ever written while the grant is there, in one statement with a lock on it. */
const NEEDS_GRANT: readonly string[] = ['AuthorizationCode', 'AccessToken', 'RefreshToken']

/**
 * Everything the provider keeps between two requests, except clients, sessions and replays. The payload is sealed,
 * the id hashed; using a record up is one conditional UPDATE, so that a code, a request or a rotated refresh token
 * works once whatever arrives at the same time (INV-04).
 */
export function recordAdapter(model: string): Adapter {
  return {
    upsert: (id, payload, expiresIn) => write(model, id, payload, expiresIn),
    find: (id) => read(model, id),
    consume: (id) => consume(model, id),
    destroy: (id) => destroy(model, id),
    revokeByGrantId: (grantId) => revokeByGrantId(model, grantId),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  }
}

async function write(model: string, id: string, payload: AdapterPayload, expiresIn = 0): Promise<void> {
  const { psuId, key } = await keyForPayload(payload)
  const isPushed = model === 'PushedAuthorizationRequest'
  const lifetime = isPushed ? LIFETIME_SECONDS.pushedRequest : expiresIn
  const expiresAt = sql`placet_now() + make_interval(secs => ${lifetime})`
  const row = {
    sealedPayload: key.seal('oauth_records.payload', payload),
    psuId,
    grantId: payload.grantId ?? (model === 'Grant' ? id : null),
    // A pushed request's payload does not say whose it is; the call that pushes it does.
    clientId: payload.clientId ?? (isPushed ? Provider.ctx?.oidc.client?.clientId : null) ?? null,
    certificateThumbprint: payload['x5t#S256'] ?? null,
    keyThumbprint: payload.jkt ?? null,
  }
  await database().transaction(async (tx) => {
    if (NEEDS_GRANT.includes(model)) await holdGrant(tx, row.grantId)
    if (isPushed) await limitPending(tx, row.clientId)
    await tx
      .insert(oauthRecords)
      .values({ model, id: recordId(id), ...row, expiresAt })
      .onConflictDoUpdate({ target: [oauthRecords.model, oauthRecords.id], set: { ...row, expiresAt } })
    if (model === 'AccessToken') await recordTokenIssued(tx, payload)
  })
}

/** A token of a request that was under way when the customer stopped sharing must not come to life after it. */
async function holdGrant(tx: Transaction, grantId: string | null): Promise<void> {
  const [grant] = await tx
    .select({ id: oauthRecords.id })
    .from(oauthRecords)
    .where(and(eq(oauthRecords.model, 'Grant'), eq(oauthRecords.id, recordId(grantId ?? ''))))
    .for('share')
  if (!grant) throw new errors.InvalidGrant('the grant has ended')
}

async function read(model: string, id: string): Promise<AdapterPayload | undefined> {
  const { sealedPayload, psuId, consumedAt, decidedAt } = getTableColumns(oauthRecords)
  const [row] = await database()
    .select({
      sealedPayload,
      psuId,
      consumedAt,
      decidedAt,
      keyId: psus.keyId,
      secondsLeft: sql<number>`extract(epoch from ${oauthRecords.expiresAt} - placet_now())::float8`,
    })
    .from(oauthRecords)
    .leftJoin(psus, eq(psus.id, oauthRecords.psuId))
    .where(and(eq(oauthRecords.model, model), eq(oauthRecords.id, recordId(id)), alive()))
  const key = row ? await keyOfRecord(row) : null
  if (!row || !key) return undefined
  const payload = key.open<AdapterPayload>('oauth_records.payload', row.sealedPayload)
  if (isSpent(row)) payload.consumed = Math.floor(Date.now() / 1000)
  // A decision prolongs its grant in the row; the sealed payload still has the short life it was made with.
  if (model === 'Grant') payload.exp = Math.floor(Date.now() / 1000 + row.secondsLeft)
  return payload
}

/** A request that a customer has answered cannot be opened again; its own answer still has to pass. */
function isSpent({ consumedAt, decidedAt }: { consumedAt: Date | null; decidedAt: Date | null }): boolean {
  return consumedAt !== null || (decidedAt !== null && Provider.ctx?.oidc.route !== 'resume')
}

const alive = () => or(isNull(oauthRecords.expiresAt), gt(oauthRecords.expiresAt, sql`placet_now()`))

async function consume(model: string, id: string): Promise<void> {
  if (model === 'AuthorizationCode') return consumeCode(id)
  const used = await database()
    .update(oauthRecords)
    .set({ consumedAt: sql`placet_now()` })
    .where(
      and(
        eq(oauthRecords.model, model),
        eq(oauthRecords.id, recordId(id)),
        isNull(oauthRecords.consumedAt),
        alive(),
      ),
    )
    .returning({ model: oauthRecords.model })
  if (used.length === 1) return
  if (model === 'PushedAuthorizationRequest')
    throw new errors.InvalidRequestUri('the request was already used')
  throw new errors.InvalidGrant(`the ${model} was already used`)
}

async function destroy(model: string, id: string): Promise<void> {
  // Only the library's own replay detection removes a grant: tokens die with it, the consent does not.
  if (model === 'Grant') return endReplayedGrant(id)
  // The provider removes an interaction before it makes the code. Kept until it runs out, a resume that died in
  // between can be repeated; that there is only ever one code is the pushed request's doing.
  if (model === 'Interaction') return
  await database()
    .delete(oauthRecords)
    .where(and(eq(oauthRecords.model, model), eq(oauthRecords.id, recordId(id))))
}

async function revokeByGrantId(model: string, grantId: string): Promise<void> {
  await database()
    .delete(oauthRecords)
    .where(and(eq(oauthRecords.grantId, grantId), eq(oauthRecords.model, model)))
}
