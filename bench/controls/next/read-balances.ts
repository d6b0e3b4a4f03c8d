import { and, eq, exists, gt, isNull, not, or, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { consentUses } from '@/db/schema/consent-uses'
import { consentAccounts } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { holds } from '@/db/schema/holds'
import { ledgerAccounts, ledgerBalances } from '@/db/schema/ledger'
import { tpps } from '@/db/schema/tpps'
import { toMoney } from '@/lib/core-banking/money'
import { vaultKey } from '@/lib/vault/vault'

/** Checks the consent, counts, records and reads in one transaction of drizzle, as its documentation shows. */
export async function readBalances(read: Read) {
  return database().transaction(async (tx) => {
    const consent = await findConsent(tx, read)
    if (!consent || !(await count(tx, read, consent))) return null
    await tx.insert(accessLog).values({
      callId: newId(),
      at: sql`placet_now()`,
      tppId: read.tppId,
      certificateThumbprint: read.thumbprint,
      consentId: read.consentId,
      psuId: consent.psuId,
      accountId: read.accountId,
      method: 'GET',
      route: '/v1/accounts/{account-id}/balances',
      status: 200,
      psuPresent: false,
      requestId: read.requestId,
    })
    return findBalances(tx, read.accountId)
  })
}

async function findConsent(tx: Transaction, { consentId, tppId, grantId, accountId }: Read) {
  const at = sql`placet_now()`
  const held = tx
    .select({ id: holds.id })
    .from(holds)
    .where(
      and(
        eq(holds.consentId, consents.id),
        isNull(holds.liftedAt),
        or(isNull(holds.until), gt(holds.until, at)),
      ),
    )
  const [consent] = await tx
    .select({ psuId: consents.psuId, frequencyPerDay: consents.frequencyPerDay })
    .from(consents)
    .innerJoin(tpps, and(eq(tpps.id, consents.tppId), eq(tpps.status, 'active')))
    .innerJoin(
      consentAccounts,
      and(
        eq(consentAccounts.consentId, consents.id),
        eq(consentAccounts.version, consents.version),
        eq(consentAccounts.accountId, accountId),
        eq(consentAccounts.balances, true),
      ),
    )
    .where(
      and(
        eq(consents.id, consentId),
        eq(consents.tppId, tppId),
        eq(consents.grantId, grantId),
        eq(consents.status, 'valid'),
        eq(consents.recurring, true),
        gt(consents.endsAt, at),
        not(exists(held)),
      ),
    )
  return consent
}

async function count(tx: Transaction, { consentId, accountId }: Read, { frequencyPerDay }: Counted) {
  const fresh = sql`t > excluded.recent[1] - interval '24 hours'`
  const counted = await tx
    .insert(consentUses)
    .values({ consentId, endpoint: 'balances', accountId, recent: sql`array[placet_now()]` })
    .onConflictDoUpdate({
      target: [consentUses.consentId, consentUses.endpoint, consentUses.accountId],
      set: {
        recent: sql`array(select t from unnest(${consentUses.recent}) t where ${fresh}) || excluded.recent`,
      },
      setWhere: sql`(select count(*) from unnest(${consentUses.recent}) t where ${fresh}) < ${frequencyPerDay}`,
    })
    .returning({ consentId: consentUses.consentId })
  return counted.length > 0
}

async function findBalances(tx: Transaction, accountId: string) {
  const rows = await tx
    .select({ account: ledgerAccounts, balance: ledgerBalances })
    .from(ledgerAccounts)
    .innerJoin(ledgerBalances, eq(ledgerBalances.accountId, ledgerAccounts.id))
    .where(eq(ledgerAccounts.id, accountId))
    .orderBy(ledgerBalances.balanceType)
  const account = rows[0]?.account
  if (!account?.sealedIban) return null
  const key = await vaultKey(account.keyId)
  return {
    account: {
      iban: key.open<string>('ledger_accounts.iban', account.sealedIban),
      currency: account.currency,
    },
    balances: rows.map(({ balance }) => ({
      balanceAmount: toMoney(balance.amount, balance.currency),
      balanceType: balance.balanceType,
      lastChangeDateTime: balance.changedAt.toISOString(),
    })),
  }
}

type Counted = { frequencyPerDay: number }
type Read = {
  consentId: string
  tppId: string
  thumbprint: string
  requestId: string
  grantId: string
  accountId: string
}
