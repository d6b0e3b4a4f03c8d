import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { database } from '@/db/connection'
import { developers } from '@/db/schema/developers'
import { tpps } from '@/db/schema/tpps'
import { PSP_ROLES } from '@/lib/eidas/qualified-certificate'
import { Refusal } from '@/lib/errors'
import { findLookAlikes } from '@/lib/tpp/find-look-alikes'
import { lookAlike } from '@/lib/tpp/look-alike'
import { readPlainText } from '@/lib/tpp/plain-name'
import { hasWebAddress } from '@/lib/tpp/web-address-in'
import { askTrustService } from './ask-trust-service'

const INSTITUTION = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(PSP_ROLES)),
  status: z.enum(['active', 'withdrawn']),
  authority: z.object({ id: z.string(), name: z.string().nullable() }),
})
const INSTITUTIONS = z.object({ institutions: z.array(INSTITUTION) })
const ISSUED = z.object({ certificates: z.array(z.object({ institution: z.string() })) })

/** Who licenses what a developer makes up. */
const AUTHORITY = 'NL-DNB'
const NAME_LENGTH_MAX = 60

/** Rows of the register that nobody uses yet: without an account, certificates or calls. */
export async function findFreeInstitutions(): Promise<Institution[]> {
  const [{ institutions }, { certificates }, known, accounts] = await Promise.all([
    askTrustService({ path: '/register/institutions?status=active', schema: INSTITUTIONS }),
    askTrustService({ path: '/certificates', schema: ISSUED }),
    database().select({ id: tpps.id }).from(tpps),
    database().select({ id: developers.tppId }).from(developers),
  ])
  const taken = new Set([...known, ...accounts].map(({ id }) => id))
  for (const { institution } of certificates) taken.add(institution)
  return institutions.filter(({ id, roles }) => !taken.has(id) && roles.length > 0)
}

/**
 * The row that an order may be the proof for. Throws `organisation_taken` for one that somebody uses already: whoever that is
 * has a key to prove it by.
 */
export async function requireFree(id: string): Promise<Institution> {
  const [institution, { certificates }, [known], [account]] = await Promise.all([
    askTrustService({ path: `/register/institutions/${encodeURIComponent(id)}`, schema: INSTITUTION }),
    askTrustService({ path: `/certificates?institution=${encodeURIComponent(id)}`, schema: ISSUED }),
    database().select({ id: tpps.id }).from(tpps).where(eq(tpps.id, id)),
    database().select({ id: developers.id }).from(developers).where(eq(developers.tppId, id)),
  ])
  if (certificates.length > 0 || known || account) throw new Refusal('organisation_taken')
  return institution
}

/**
 * No real authority licenses a bank twice or a namesake of somebody (THR-12): here it is asked on a form, so the form looks.
 * Throws `name_taken` for a name that is the bank's or another's to the eye, that deceives it, or that is a web address.
 */
export async function requireHonestName(name: string): Promise<void> {
  const read = readPlainText(name, NAME_LENGTH_MAX)
  if ('problem' in read || hasWebAddress(read.text)) throw new Refusal('name_taken')
  const [[found], { institutions }] = await Promise.all([
    findLookAlikes(database(), { tppId: '', names: [read.text] }),
    askTrustService({ path: '/register/institutions', schema: INSTITUTIONS }),
  ])
  if (found || institutions.some((other) => lookAlike(read.text, other.name))) throw new Refusal('name_taken')
}

/** Has the practice authority license an institution of this name. */
export async function licenseNew({ name, roles }: NewInstitution): Promise<Institution> {
  return askTrustService({
    path: '/register/institutions',
    body: { name, roles },
    authority: AUTHORITY,
    schema: INSTITUTION,
  })
}

/** What somebody chose: a row of the register, or one to be made. */
export const CHOICE = z.union([
  z.strictObject({ institution: z.string().min(5).max(80) }),
  z.strictObject({
    name: z
      .string()
      .trim()
      .min(2)
      .max(NAME_LENGTH_MAX)
      .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]+$/u),
    roles: z
      .array(z.enum(['PSP_AI', 'PSP_PI', 'PSP_IC']))
      .min(1)
      .max(3),
  }),
])

export type Choice = z.infer<typeof CHOICE>
export type Institution = z.infer<typeof INSTITUTION>
type NewInstitution = { name: string; roles: readonly string[] }
