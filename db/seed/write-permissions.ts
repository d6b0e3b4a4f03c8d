import 'server-only'
import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts, consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { fundsQuestions } from '@/db/schema/funds-questions'
import { holds } from '@/db/schema/holds'
import { brand } from '@/lib/brand'
import { hasNoEnd } from '@/lib/consent/no-end'
import { PSU_ADDRESS } from '@/lib/consent/seal-psu-address'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { bankKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { dice } from './dice'
import { consentIdOf, type DrawnConsent, drawConsent, kindOf } from './draw-consent'
import { drawLooks } from './draw-looks'
import { drawQuestions } from './draw-questions'
import { type FormerPasskey, formerPasskey } from './former-passkey'
import type { SeededPermission } from './permission'
import { type Times, timesOfAll } from './permission-times'
import { PERMISSIONS } from './permissions'
import { PERSONAS, type PersonaKey } from './personas'
import { recordLife } from './record-life'
import { seedId } from './seed-id'
import { THIRD_PARTIES } from './third-parties'
import { keyOf } from './write-customers'

const ROWS_AT_ONCE = 1_000
/** Where the customers are when they look: an address kept for documentation (RFC 5737). */
const PSU_HOME = '203.0.113.24'

/**
 * The consents as the use cases leave them: rows, evidence, trail, expiry job and the history of looks. Returns the ids
 * of the events written.
 */
export async function writePermissions(
  tx: Transaction,
  keys: ReadonlyMap<PersonaKey, VaultKey>,
  now: Date,
): Promise<string[]> {
  const find = timesOfAll(PERMISSIONS, now, brand.timeZone)
  const passkeys = new Map([...keys.keys()].map((psu) => [psu, passkeyOf(psu)]))
  const bank = await bankKey()
  const all = PERMISSIONS.map((permission) => {
    const times = find(permission.key)
    const passkey = passkeys.get(permission.psu) ?? passkeyOf(permission.psu)
    return {
      permission,
      times,
      drawn: drawConsent(permission, times),
      key: keyOf(keys, permission.psu),
      bank,
      passkey,
      now,
    }
  })
  await tx.insert(consents).values(all.map(consentRow))
  await tx.insert(authorisations).values(all.map(authorisationRow))
  await tx.insert(consentVersions).values(all.flatMap(versionRow))
  await tx.insert(consentAccounts).values(all.flatMap(accountRows))
  await tx.insert(holds).values(all.flatMap(holdRow))
  const looks = all.flatMap(({ permission, times, drawn, key }) =>
    drawLooks(permission, times, drawn.id, { now, timeZone: brand.timeZone }).map((look) =>
      look.psuPresent ? { ...look, sealedPsuAddress: key.seal(PSU_ADDRESS, PSU_HOME) } : look,
    ),
  )
  for (let start = 0; start < looks.length; start += ROWS_AT_ONCE)
    await tx.insert(accessLog).values(looks.slice(start, start + ROWS_AT_ONCE))
  await rememberLastLooks(tx)
  const asked = all.flatMap(({ permission, drawn, key }) =>
    drawQuestions(permission, drawn.id, { now, timeZone: brand.timeZone, key }),
  )
  await tx.insert(accessLog).values(asked.map(({ look }) => look))
  await tx.insert(fundsQuestions).values(asked.map(({ question }) => question))
  const eventIds: string[] = []
  for (const { permission, times, drawn } of all) {
    eventIds.push(...(await recordLife(tx, permission, times, drawn)))
    if (drawn.status !== 'valid' || hasNoEnd(times)) continue
    const runAt = { runAt: times.endsAt, jobKey: `consent.expire:${drawn.id}` }
    await enqueueJob(tx, 'consent.expire', { consentId: drawn.id }, runAt)
  }
  return eventIds
}

/** As the reads themselves leave it: when each account was looked at last. */
async function rememberLastLooks(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    insert into consent_uses (consent_id, endpoint, account_id, recent, looked_at)
    select consent_id, 'account', coalesce(account_id, '00000000-0000-0000-0000-000000000000'), '{}', max(at)
    from access_log where status < 300 and consent_id is not null group by 1, 2, 3
    on conflict do nothing`)
}

/** A consent that nobody has answered belongs to no customer yet, and its access lies under the bank's key. */
function consentRow({ permission, times, drawn, key, bank }: Written): typeof consents.$inferInsert {
  const { id: tppId, purpose } = THIRD_PARTIES[permission.tpp]
  const answered = times.decidedAt !== null
  return {
    id: drawn.id,
    tppId,
    clientId: tppId,
    psuId: answered ? PERSONAS[permission.psu].id : null,
    status: drawn.status,
    ...kindOf(permission),
    model: permission.model,
    recurring: permission.recurring,
    frequencyPerDay: drawn.frequencyPerDay,
    validUntil: times.validUntil,
    endsAt: times.endsAt,
    purpose,
    tppCheckedAt: times.askedAt,
    sealedAccess: (answered ? key : bank).seal('consents.access', drawn.requested),
    version: drawn.shown ? 1 : 0,
    grantId: drawn.shown ? seedId(`grant:${permission.key}`) : null,
    scaAt: drawn.shown ? times.decidedAt : null,
    readsLeft: null,
    endedBy: ['rejected', 'revokedByPsu'].includes(drawn.status) ? PERSONAS[permission.psu].id : null,
    replacedBy: permission.outcome.status === 'replaced' ? consentIdOf(permission.outcome.by) : null,
    createdAt: times.askedAt,
    lastActionAt: times.endedAt ?? times.decidedAt ?? times.askedAt,
  }
}

function authorisationRow({ permission, times, drawn, key, passkey }: Written) {
  const row = {
    id: authorisationIdOf(permission),
    resourceKind: 'consent' as const,
    resourceId: drawn.id,
    approach: 'redirect' as const,
    createdAt: times.askedAt,
    updatedAt: times.decidedAt ?? times.askedAt,
  }
  if (drawn.shown === null)
    return { ...row, scaStatus: times.decidedAt ? ('failed' as const) : ('received' as const) }
  // Where the accounts were picked the customer had just signed in: that answer is to a challenge without a record.
  const challenge =
    permission.model === 'detailed' ? drawn.shown.challenge : dice(`sign-in:${permission.key}`).bytes(32)
  return {
    ...row,
    scaStatus: 'finalised' as const,
    psuId: PERSONAS[permission.psu].id,
    credentialId: passkey.credentialId,
    sealedAssertion: key.seal('authorisations.assertion', passkey.answer(challenge)),
    interactionUid: seedId(`interaction:${permission.key}`),
  }
}

function versionRow({ permission, times, drawn, key }: Written): (typeof consentVersions.$inferInsert)[] {
  if (drawn.shown === null || times.decidedAt === null) return []
  const { record, recordHash, nonce } = drawn.shown
  return [
    {
      consentId: drawn.id,
      version: 1,
      sealedRecord: key.seal('consent_versions.record', record),
      recordHash,
      nonce,
      textVersion: record.textVersion,
      locale: record.locale,
      evidence: permission.model === 'detailed' ? 'signed' : 'session',
      authorisationId: authorisationIdOf(permission),
      decidedAt: times.decidedAt,
    },
  ]
}

function accountRows({ permission, drawn }: Written) {
  if (drawn.shown === null) return []
  const { rights, accounts } = permission
  return accounts.map(({ id: accountId }) => ({
    consentId: drawn.id,
    version: 1,
    accountId,
    ...rights,
    ownerName: false,
  }))
}

function holdRow({ permission, drawn, now }: Written): (typeof holds.$inferInsert)[] {
  const { hold, key } = permission
  if (!hold) return []
  const placedAt = new Date(now.getTime() - hold.daysAgo * 86_400_000)
  return [{ id: seedId(`hold:${key}`), consentId: drawn.id, placedBy: 'bank', reason: hold.reason, placedAt }]
}

const authorisationIdOf = ({ key }: SeededPermission) => seedId(`authorisation:${key}`)

const passkeyOf = (psu: PersonaKey) => formerPasskey(dice(`passkey:${psu}`).bytes(24).toString('base64url'))

type Written = {
  permission: SeededPermission
  times: Times
  drawn: DrawnConsent
  key: VaultKey
  bank: VaultKey
  passkey: FormerPasskey
  now: Date
}
