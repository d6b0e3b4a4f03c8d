import 'server-only'
import type { Transaction } from '@/db/connection'
import { ledgerContacts } from '@/db/schema/ledger-contacts'
import { protections } from '@/db/schema/protections'
import { psus } from '@/db/schema/psus'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { MAIL_FIELD } from '@/lib/core-banking/find-mail-address'
import { LIFE_FIELD, type Life } from '@/lib/core-banking/find-standings'
import { createKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { PERSONAS, type Persona, type PersonaKey, PROTECTED } from './personas'
import { seedId } from './seed-id'

const DAY_MILLIS = 86_400_000
const CUSTOMER_FOR_MILLIS = 800 * DAY_MILLIS

/** The customers, each under a key of their own; returns the keys. */
export async function writeCustomers(tx: Transaction, now: Date): Promise<Map<PersonaKey, VaultKey>> {
  const keys = new Map<PersonaKey, VaultKey>()
  for (const [persona, { id }] of entries()) keys.set(persona, await createKey(`psu:${id}`))
  await tx.insert(psus).values(
    entries().map(([persona, { id, kind, status, name }]) => {
      const key = keyOf(keys, persona)
      const createdAt = new Date(now.getTime() - CUSTOMER_FOR_MILLIS)
      return {
        id,
        keyId: key.id,
        kind,
        status,
        sealedName: key.seal('psus.name', name),
        createdAt,
      }
    }),
  )
  await tx.insert(ledgerContacts).values(
    entries().map(([persona, customer]) => {
      const key = keyOf(keys, persona)
      const life = lifeOf(customer, now)
      return {
        psuId: customer.id,
        sealedMail: key.seal(MAIL_FIELD, `${persona}@customers.example`),
        sealedLife: life && key.seal(LIFE_FIELD, life),
      }
    }),
  )
  await tx.insert(protections).values(
    PROTECTED.map(({ psu, daysAgo }) => ({
      id: seedId(`protection:${psu}`),
      psuId: PERSONAS[psu].id,
      startedBy: 'customer' as const,
      startedAt: new Date(now.getTime() - daysAgo * DAY_MILLIS),
    })),
  )
  return keys
}

/** Known of those of whom it matters: a hundred days after their last birthday, and dead for ten days where they are. */
function lifeOf({ yearsOld, status }: Persona, now: Date): Life | null {
  if (yearsOld === undefined) return null
  const daysAgo = (days: number) => bankDay(new Date(now.getTime() - days * DAY_MILLIS), brand.timeZone)
  const birthday = daysAgo(100)
  return {
    bornOn: `${Number(birthday.slice(0, 4)) - yearsOld}${birthday.slice(4)}`,
    diedOn: status === 'deceased' ? daysAgo(10) : null,
  }
}

/** The key of one of them. */
export function keyOf(keys: ReadonlyMap<PersonaKey, VaultKey>, persona: PersonaKey): VaultKey {
  const key = keys.get(persona)
  if (!key) throw new Error(`No key was made for ${persona}`)
  return key
}

const entries = () => Object.entries(PERSONAS) as [PersonaKey, Persona][]
