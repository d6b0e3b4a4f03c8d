import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { ledgerContacts } from '@/db/schema/ledger-contacts'
import { psus } from '@/db/schema/psus'
import { vaultKeysById } from '@/lib/vault/vault'

/** The field name under which whoever writes an address seals it. */
export const MAIL_FIELD = 'ledger_contacts.mail'

/** Where the sandbox bank's mail reaches a customer; null where it has no address, or may not know it any more. */
export async function findMailAddress(psuId: string): Promise<string | null> {
  const [row] = await database()
    .select({ sealedMail: ledgerContacts.sealedMail, keyId: psus.keyId })
    .from(ledgerContacts)
    .innerJoin(psus, eq(psus.id, ledgerContacts.psuId))
    .where(eq(ledgerContacts.psuId, psuId))
  if (!row) return null
  const [key] = await vaultKeysById([row.keyId])
  return key?.open<string>(MAIL_FIELD, row.sealedMail) ?? null
}
