import 'server-only'
import { and, eq, gt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { findPermissions, type Permission } from '@/lib/consent/find-permissions'
import { numberOf } from '@/lib/core-banking/account'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsById, standingOf } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import { findPsu, type PsuView } from '@/lib/psu/find-psu'
import { isUuid } from '@/lib/uuid'

/** How long a look lasts. */
export const OPEN_MILLIS = 15 * 60_000

/**
 * Somebody of the bank opens a customer's permission, for a reason that the customer reads in their own history: whoever
 * allowed it, each of them. The trail comes first; nothing is shown without it. Throws `resource_unknown`.
 */
export async function openPermission(input: OpenPermission): Promise<void> {
  const { consentId, staffId, reason, requestId, now } = input
  await database().transaction(async (tx) => {
    const [consent] = await tx
      .select({ tppId: consents.tppId, psuId: consents.psuId })
      .from(consents)
      .where(eq(consents.id, consentId))
    if (!consent || consent.psuId === null) throw new Refusal('resource_unknown')
    const others = await tx
      .selectDistinct({ psuId: authorisations.psuId })
      .from(authorisations)
      .where(and(eq(authorisations.resourceId, consentId), eq(authorisations.scaStatus, 'finalised')))
    const holders = new Set([consent.psuId, ...others.flatMap(({ psuId }) => psuId ?? [])])
    for (const psuId of holders)
      await recordEvent(tx, {
        at: now,
        type: 'consent.looked-at',
        actor: `staff:${staffId}`,
        subject: `consent:${consentId}`,
        psuId,
        tppId: consent.tppId,
        consentId,
        requestId,
        personal: { reason },
      })
  })
}

/**
 * A permission as its customer sees it, for the one who opened it and as long as that look lasts: fifteen minutes. Null
 * without such a look, whoever asks, and where there is none.
 */
export async function findOpened({ consentId, staffId, now }: FindOpened): Promise<OpenedPermission | null> {
  if (!isUuid(consentId)) return null
  const [look] = await database()
    .select({ at: auditEvents.at })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.consentId, consentId),
        eq(auditEvents.type, 'consent.looked-at'),
        eq(auditEvents.actor, `staff:${staffId}`),
        gt(auditEvents.at, new Date(now.getTime() - OPEN_MILLIS)),
      ),
    )
    .orderBy(sql`${auditEvents.at} desc`)
    .limit(1)
  const [consent] = look
    ? await database().select({ psuId: consents.psuId }).from(consents).where(eq(consents.id, consentId))
    : []
  if (!look || !consent || consent.psuId === null) return null
  const { psuId } = consent
  const [permission] = await findPermissions({ psuId, consentId, now })
  const psu = await findPsu(psuId)
  if (!permission || !psu) return null
  const accounts = await ifReachable(accountsById(permission.rights.map(({ accountId }) => accountId)))
  return {
    permission,
    customer: psu.name,
    standing: await standingFor(psu),
    accounts: (accounts ?? []).map((account) => ({
      id: account.id,
      name: account.name,
      number: numberOf(account),
    })),
    until: new Date(look.at.getTime() + OPEN_MILLIS),
  }
}

/** By what is written down, and by what the books say now where they answer. */
async function standingFor({ id, status }: PsuView): Promise<OpenedPermission['standing']> {
  if (status !== 'active') return status
  const standing = await ifReachable(standingOf(id))
  return standing === null || standing === 'of-age' ? null : standing
}

export type OpenedPermission = {
  permission: Permission
  customer: string
  /** Why the customer does not do as others do; null where they do. */
  standing: 'minor' | 'deceased' | 'blocked' | null
  accounts: { id: string; name: string | null; number: string }[]
  until: Date
}

type OpenPermission = {
  consentId: string
  staffId: string
  reason: string
  requestId: string | null
  now: Date
}
type FindOpened = { consentId: string; staffId: string; now: Date }
