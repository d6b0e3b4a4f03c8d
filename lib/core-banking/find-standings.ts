import 'server-only'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { ledgerContacts } from '@/db/schema/ledger-contacts'
import { psus } from '@/db/schema/psus'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { vaultKeysById } from '@/lib/vault/vault'
import type { KnownStanding, StandingsAsked } from './ledger-port'

/** The field name under which whoever writes a customer's days seals them. */
export const LIFE_FIELD = 'ledger_contacts.life'

/** What the sandbox bank knows of these customers' age and death; nothing of whom it has no days. */
export async function findStandings({ psuIds, ofAgeFrom }: StandingsAsked): Promise<KnownStanding[]> {
  if (psuIds.length === 0) return []
  const rows = await database()
    .select({ psuId: psus.id, keyId: psus.keyId, sealedLife: ledgerContacts.sealedLife })
    .from(ledgerContacts)
    .innerJoin(psus, eq(psus.id, ledgerContacts.psuId))
    .where(and(inArray(ledgerContacts.psuId, [...psuIds]), isNotNull(ledgerContacts.sealedLife)))
  if (rows.length === 0) return []
  const keys = await vaultKeysById(rows.map(({ keyId }) => keyId))
  const today = bankDay(await now(), brand.timeZone)
  return rows.flatMap(({ psuId, sealedLife }, place) => {
    const life = sealedLife && keys[place]?.open<Life>(LIFE_FIELD, sealedLife)
    const standing = life && standingOn(today, life, ofAgeFrom)
    return standing ? { psuId, standing } : []
  })
}

function standingOn(
  today: string,
  { bornOn, diedOn }: Life,
  ofAgeFrom: number,
): KnownStanding['standing'] | null {
  if (diedOn !== null && diedOn <= today) return 'deceased'
  const age =
    Number(today.slice(0, 4)) - Number(bornOn.slice(0, 4)) - (today.slice(5) < bornOn.slice(5) ? 1 : 0)
  return age < ofAgeFrom ? 'minor' : null
}

/** Days of the bank; `diedOn` null: they live. */
export type Life = { bornOn: string; diedOn: string | null }
