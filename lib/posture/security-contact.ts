import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { database } from '@/db/connection'
import { securityContacts } from '@/db/schema/posture'
import { tpps } from '@/db/schema/tpps'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { bankKey } from '@/lib/vault/vault'

const FIELD = 'security_contacts.contact'
const orNull = (text: string) => text || null
const given = z.string().trim()

/** What a form sends; all of it empty takes the contact away. `securityTxt` is shown and never called. */
export const ContactFields = z.strictObject({
  mail: z.union([given.max(0), given.pipe(z.email().max(200))]).transform(orNull),
  phone: given.regex(/^(\+?[0-9][0-9 ()/-]{4,29})?$/).transform(orNull),
  securityTxt: z.union([given.max(0), given.pipe(z.url({ protocol: /^https$/ }).max(300))]).transform(orNull),
})

/** What is wrong with what was typed into each field, and what to do; nothing where all of it is right. */
export function faultsOfContact(typed: unknown): ContactFaults {
  const { error } = ContactFields.safeParse(typed)
  return Object.fromEntries(
    (error?.issues ?? []).flatMap(({ path: [field] }) => FAULTS.filter(([name]) => name === field)),
  )
}

const FAULTS = [
  ['mail', 'Give a whole e-mail address, as security@example.com, or leave it empty.'],
  [
    'phone',
    'Give a telephone number of 5 to 30 digits, with + and the country first, as +31 20 555 01 23, or leave it empty.',
  ],
  [
    'securityTxt',
    'Give an https address, as https://example.com/.well-known/security.txt, or leave it empty.',
  ],
] as const

type ContactFaults = { mail?: string; phone?: string; securityTxt?: string }

/** Sets whom the bank reaches in an incident, on the word of the third party or of staff. Throws `resource_unknown`. */
export async function setContact({ tppId, contact, actor, requestId, now }: SetContact): Promise<void> {
  const key = await bankKey()
  const empty = Object.values(contact).every((value) => value === null)
  await database().transaction(async (tx) => {
    const [tpp] = await tx.select({ id: tpps.id }).from(tpps).where(eq(tpps.id, tppId))
    if (!tpp) throw new Refusal('resource_unknown')
    const values = { sealedContact: key.seal(FIELD, contact), updatedAt: now }
    if (empty) await tx.delete(securityContacts).where(eq(securityContacts.tppId, tppId))
    else
      await tx
        .insert(securityContacts)
        .values({ tppId, ...values })
        .onConflictDoUpdate({ target: securityContacts.tppId, set: values })
    await recordEvent(tx, {
      at: now,
      type: 'tpp.contact-changed',
      actor,
      subject: `tpp:${tppId}`,
      tppId,
      requestId,
      detail: { removed: empty },
      personal: contact,
    })
  })
}

/** Whom to reach, or null where nobody was named. */
export async function findContact(tppId: string): Promise<(SecurityContact & { updatedAt: Date }) | null> {
  const [row] = await database().select().from(securityContacts).where(eq(securityContacts.tppId, tppId))
  if (!row) return null
  return { ...(await bankKey()).open<SecurityContact>(FIELD, row.sealedContact), updatedAt: row.updatedAt }
}

export type SecurityContact = z.infer<typeof ContactFields>
type SetContact = {
  tppId: string
  contact: SecurityContact
  actor: Actor
  requestId: string | null
  now: Date
}
