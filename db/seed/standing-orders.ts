import 'server-only'
import type { BookingDetail } from '@/lib/core-banking/account'
import { ACCOUNT_FIELDS } from '@/lib/core-banking/open-accounts'
import type { VaultKey } from '@/lib/vault/vault-key'
import { LIVES } from './lives'
import type { SeededAccount } from './personas'
import { seedId } from './seed-id'
import { STANDING_ORDER } from './standing'

const YEAR_MILLIS = 365 * 86_400_000

/** The orders behind those bookings of an account that a standing order pays. */
export function ordersOf(
  { id: accountId, currency, openedYearsAgo }: SeededAccount,
  now: Date,
  key: VaultKey,
) {
  const life = LIVES.find(({ account }) => account.id === accountId)
  const ordered = life?.standing.filter(([, , , , code]) => code === STANDING_ORDER) ?? []
  return ordered.map(([day, amount, who, text]) => {
    const detail: BookingDetail = {
      ...(who && { creditorName: who.name }),
      ...(who?.iban && { creditorIban: who.iban }),
      remittance: text,
    }
    return {
      accountId,
      id: seedId(`standing-order:${accountId}:${text}`),
      amount,
      currency,
      frequency: 'Monthly' as const,
      dayOfExecution: String(day),
      startsOn: new Date(now.getTime() - openedYearsAgo * YEAR_MILLIS).toISOString().slice(0, 10),
      endsOn: null,
      sealedDetail: key.seal(ACCOUNT_FIELDS.standingOrder, detail),
    }
  })
}
