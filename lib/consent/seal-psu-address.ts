import 'server-only'
import { hotQuery } from '@/db/hot-path'
import type { Sealed } from '@/db/schema/columns'
import { bankKey, vaultKeysById } from '@/lib/vault/vault'

const REMEMBERED_MAX = 20_000

/**
 * Seals a customer's network address for the access log: under the key of the customer whose consent is used, so
 * that it dies with that key, or under the bank's while nobody has decided. A consent never changes its customer, so
 * the key's id is remembered.
 */
export async function sealPsuAddress({ address, consentId, tppId }: SealPsuAddress): Promise<Sealed> {
  const keyId = consentId === null ? null : await keyIdOfConsent(consentId, tppId)
  const [key] = keyId === null ? [] : await vaultKeysById([keyId])
  return (key ?? (await bankKey())).seal(PSU_ADDRESS, address)
}

/** The name under which it is sealed; whoever may read it opens it by the same. */
export const PSU_ADDRESS = 'access_log.psu_address'

const remembered = new Map<string, string>()

async function keyIdOfConsent(consentId: string, tppId: string): Promise<string | null> {
  const place = `${consentId} ${tppId}`
  const known = remembered.get(place)
  if (known) return known
  const [row] = await hotQuery<{ key_id: string }>({
    name: 'consent.key-of-customer',
    text: `select p.key_id from consents c join psus p on p.id = c.psu_id where c.id = $1 and c.tpp_id = $2`,
    values: [consentId, tppId],
  })
  if (!row) return null
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(place, row.key_id)
  return row.key_id
}

type SealPsuAddress = { address: string; consentId: string | null; tppId: string }
