import 'server-only'
import { createHash, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { database } from '@/db/connection'
import { developerCertificates } from '@/db/schema/developers'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import type { RevocationReason } from '@/lib/sandbox/revocation-reasons'
import { revokeByOperator } from '@/lib/sandbox/revoke-certificates'
import { identifyTpp } from '@/lib/tpp/identify-tpp'
import { vetCertificate } from '@/lib/tpp/vet-certificate'
import { askTrustService, sandboxFolder } from './ask-trust-service'

const USE = z.enum(['web', 'eseal'])
const ISSUED = z.object({
  certificates: z.array(
    z.object({
      serial: z.string(),
      use: USE,
      certificate: z.string(),
      key: z.string().optional(),
      chain: z.string(),
    }),
  ),
})
const LISTED = z.object({
  certificates: z.array(
    z.object({
      serial: z.string(),
      use: USE,
      issuedAt: z.iso.datetime(),
      notAfter: z.iso.datetime().nullable(),
      revokedAt: z.iso.datetime().nullable(),
      reason: z.string().nullable(),
      revokedBy: z.string().nullable(),
      publishedFrom: z.iso.datetime().nullable(),
    }),
  ),
})
const ONE = z.object({ institution: z.string(), pem: z.string().nullable() })

/**
 * Orders certificates for the account's own organisation, for keys of a request or for new ones, which come back once and
 * are kept nowhere. The bank knows the organisation from then on. Throws `trust_service_refused`.
 */
export async function orderCertificates(input: OrderCertificates): Promise<OrderedCertificate[]> {
  const { developerId, tppId, orders, requestId, now } = input
  const { certificates } = await askTrustService({
    path: '/certificates',
    body: { institution: tppId, orders },
    schema: ISSUED,
  })
  const rows = certificates.map(({ serial, certificate }) => {
    const { raw } = new X509Certificate(certificate)
    const thumbprint = createHash('sha256').update(raw).digest('base64url')
    return { thumbprint, developerId, tppId, serial, orderedAt: now }
  })
  await database().transaction(async (tx) => {
    await tx.insert(developerCertificates).values(rows)
    await recordEvent(tx, {
      at: now,
      type: 'developer.certificates-ordered',
      actor: `developer:${developerId}`,
      subject: `tpp:${tppId}`,
      tppId,
      requestId,
      detail: { serials: rows.map(({ serial }) => serial) },
    })
  })
  const web = certificates.find(({ use }) => use === 'web')
  if (web) await introduce(web.certificate, now)
  return certificates.map(({ key = null, ...one }) => ({ ...one, key }))
}

/** So that an application can be set before the first call. What stands in the way is told to that call. */
async function introduce(pem: string, now: Date): Promise<void> {
  const { certificate } = await vetCertificate(new X509Certificate(pem).raw, 'web')
  if (!certificate) return
  const caller = {
    certificate,
    refusal: null,
    unanswered: null,
    refused: null,
    address: 'unknown',
    through: 'public',
  } as const
  await identifyTpp(caller, now)
}

/** Every certificate of the organisation that the sandbox's trust service issued, newest first. */
export async function findCertificates(tppId: string): Promise<ListedCertificate[]> {
  const path = `/certificates?institution=${encodeURIComponent(tppId)}`
  return (await askTrustService({ path, schema: LISTED })).certificates
}

/** One of them as PEM, or null for another organisation's. */
export async function findCertificate({ tppId, serial }: OfCertificate): Promise<string | null> {
  const path = `/certificates/${encodeURIComponent(serial)}`
  const { institution, pem } = await askTrustService({ path, schema: ONE })
  return institution === tppId ? pem : null
}

/** Revokes a certificate of the account's own organisation. Throws `resource_unknown` for another's, and if it is revoked. */
export async function revokeCertificate(input: RevokeCertificate): Promise<void> {
  const { developerId, tppId, serial, reason, requestId, now } = input
  const revoked = await revokeByOperator({
    folder: sandboxFolder(),
    organizationIdentifier: tppId,
    serial,
    reason,
    by: 'account',
    now: new Date(),
  })
  if (revoked.length === 0) throw new Refusal('resource_unknown')
  await database().transaction(async (tx) => {
    await recordEvent(tx, {
      at: now,
      type: 'developer.certificate-revoked',
      actor: `developer:${developerId}`,
      subject: `tpp:${tppId}`,
      tppId,
      requestId,
      detail: { serial, reason },
    })
  })
}

export type OrderedCertificate = {
  serial: string
  use: 'web' | 'eseal'
  certificate: string
  /** Null where the key is the developer's own. */
  key: string | null
  chain: string
}
export type ListedCertificate = z.infer<typeof LISTED>['certificates'][number]
type OfCertificate = { tppId: string; serial: string }
type OrderCertificates = {
  developerId: string
  tppId: string
  orders: { use: 'web' | 'eseal'; csr?: string }[]
  requestId: string | null
  now: Date
}
type RevokeCertificate = OfCertificate & {
  developerId: string
  reason: RevocationReason
  requestId: string | null
  now: Date
}
