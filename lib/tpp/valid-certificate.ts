import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { tppCertificates } from '@/db/schema/tpps'
import { Refusal } from '@/lib/errors'
import type { Unanswered, VettedCertificate } from './caller'
import { vetCertificate } from './vet-certificate'

/** A verdict holds this long, as that on a certificate at the door does. */
const VERDICT_MILLIS = 2_000
const REMEMBERED_MAX = 2_000

/** Certificates live for years; a third party has a few. */
const CERTIFICATES_MAX = 10

/**
 * The newest certificate of a third party that is good at this moment, for a call that came without one: a key alone
 * must open nothing once the licence behind it has ended (RTS Art. 34). A refusal says why there is none; while
 * nobody knows what is revoked, that is a refusal too.
 */
export async function validCertificateOf(tppId: string): Promise<ValidCertificate> {
  const known = remembered.get(tppId)
  if (known && known.until > Date.now()) return known.valid
  const valid = await findValid(tppId)
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(tppId, { valid, until: Date.now() + VERDICT_MILLIS })
  return valid
}

const remembered = new Map<string, { valid: ValidCertificate; until: number }>()

async function findValid(tppId: string): Promise<ValidCertificate> {
  const rows = await database()
    .select({ der: tppCertificates.der })
    .from(tppCertificates)
    .where(eq(tppCertificates.tppId, tppId))
    .orderBy(desc(tppCertificates.notBefore), desc(tppCertificates.firstSeenAt))
    .limit(CERTIFICATES_MAX)
  // Together: each may have to wait for a source of its own.
  const vetted = await Promise.all(rows.map(({ der }) => vetCertificate(der, 'web')))
  const good = vetted.find(({ certificate }) => certificate)?.certificate
  if (good) return { certificate: good, refusal: null, unanswered: null }
  // Silence first: whoever might have a good certificate is not told that an older one has ended.
  const [silent] = vetted.filter(({ refusal }) => refusal?.code === 'revocation_unknown')
  const unanswered = vetted.find((one) => one.unanswered)?.unanswered ?? null
  const refusal = (silent ?? vetted[0])?.refusal ?? new Refusal('certificate_missing')
  return { certificate: null, refusal, unanswered }
}

export type ValidCertificate =
  | { certificate: VettedCertificate; refusal: null; unanswered: null }
  | { certificate: null; refusal: Refusal; unanswered: Unanswered | null }
