import 'server-only'
import { and, eq, gt, notExists } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { tppCertificates, tpps } from '@/db/schema/tpps'
import { recordEvent } from '@/lib/audit/record-event'
import type { VettedCertificate } from './caller'
import { findLookAlikes } from './find-look-alikes'
import { deceitOf } from './plain-name'

const NOTED_MAX = 10

/**
 * Takes a third party into the register at its first valid call, with its default application, whose `client_id` is
 * the organizationIdentifier; or notes a further certificate of one that is known. Of two processes that meet the same
 * certificate at once one writes and the other finds it written.
 */
export async function enrolTpp(certificate: VettedCertificate, now: Date): Promise<void> {
  const tppId = certificate.organizationIdentifier
  await database().transaction(async (tx) => {
    const enrolled = await tx
      .insert(tpps)
      .values({ id: tppId, status: 'active', ...told(certificate), firstSeenAt: now, lastSeenAt: now })
      .onConflictDoNothing()
      .returning({ id: tpps.id })
    const seen = await keepCertificate(tx, certificate, now)
    if (enrolled.length > 0) await tx.insert(applications).values(standard(tppId, now)).onConflictDoNothing()
    else if (seen) await renew(tx, certificate, now)
    if (!seen && enrolled.length === 0) return
    await recordEvent(tx, {
      at: now,
      type: enrolled.length > 0 ? 'tpp.enrolled' : 'tpp.certificate-seen',
      actor: `tpp:${tppId}`,
      subject: `tpp:${tppId}`,
      tppId,
      detail: { thumbprint: certificate.thumbprint, serial: certificate.serial, roles: certificate.roles },
    })
    await noteLookAlikes(tx, certificate, now)
  })
}

/**
 * Whom an authority has licensed under a name may bear it: two companies of two countries may share one honestly, and the bank
 * may not refuse either for it (PSD2 Art. 68(5)). Staff are told, and look.
 */
async function noteLookAlikes(tx: Transaction, certificate: VettedCertificate, now: Date): Promise<void> {
  const tppId = certificate.organizationIdentifier
  const { legalName } = told(certificate)
  const deceit = deceitOf(certificate.subject.organization)
  const found = await findLookAlikes(tx, { tppId, names: [legalName] })
  if (found.length === 0 && deceit === null) return
  await recordEvent(tx, {
    at: now,
    type: 'tpp.name-looks-alike',
    actor: `tpp:${tppId}`,
    subject: `tpp:${tppId}`,
    tppId,
    detail: {
      thumbprint: certificate.thumbprint,
      alike: found.slice(0, NOTED_MAX).map(({ tppId: other, rule }) => ({ tppId: other, rule })),
      deceit,
    },
  })
}

/** What the register takes from a certificate: the licensed name and the authority, never what a TPP says of itself. */
function told({ subject, authority, roles }: VettedCertificate) {
  return {
    // A name that reads backwards would turn the bank's own sentence around it.
    legalName: subject.organization.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ''),
    country: subject.country,
    authorityId: authority.id,
    authorityName: authority.name,
    roles: [...roles],
  }
}

async function keepCertificate(tx: Transaction, certificate: VettedCertificate, now: Date): Promise<boolean> {
  const { thumbprint, serial, issuer, issuerKey, roles, notBefore, notAfter, der, organizationIdentifier } =
    certificate
  const kept = await tx
    .insert(tppCertificates)
    .values({
      thumbprint,
      tppId: organizationIdentifier,
      serial,
      issuer,
      issuerKey,
      roles: [...roles],
      notBefore,
      notAfter,
      der: Buffer.from(der),
      firstSeenAt: now,
    })
    .onConflictDoNothing()
    .returning({ thumbprint: tppCertificates.thumbprint })
  return kept.length > 0
}

/**
 * Two certificates may be valid side by side: the younger one speaks, whichever called last. Another legal name in it stands in
 * the trail.
 */
async function renew(tx: Transaction, certificate: VettedCertificate, now: Date): Promise<void> {
  const tppId = certificate.organizationIdentifier
  const younger = tx
    .select({ thumbprint: tppCertificates.thumbprint })
    .from(tppCertificates)
    .where(and(eq(tppCertificates.tppId, tppId), gt(tppCertificates.notBefore, certificate.notBefore)))
  const [before] = await tx
    .select({ legalName: tpps.legalName, brand: applications.brand })
    .from(tpps)
    .leftJoin(applications, eq(applications.clientId, tpps.id))
    .where(eq(tpps.id, tppId))
    .for('update', { of: tpps })
  const [renewed] = await tx
    .update(tpps)
    .set({ ...told(certificate), lastSeenAt: now })
    .where(and(eq(tpps.id, tppId), notExists(younger)))
    .returning({ legalName: tpps.legalName })
  if (!before || !renewed || renewed.legalName === before.legalName) return
  const names = { from: before.legalName, to: renewed.legalName }
  const about = { at: now, actor: `tpp:${tppId}`, subject: `tpp:${tppId}`, tppId } as const
  await recordEvent(tx, {
    ...about,
    type: 'tpp.legal-name-changed',
    detail: { ...names, thumbprint: certificate.thumbprint },
  })
  // Without a brand it is by this name that customers know it, and look for it.
  if (before.brand === null) await recordEvent(tx, { ...about, type: 'tpp.renamed', detail: names })
}

/** An application that has registered nothing yet: without redirect URIs it cannot ask a customer for anything. */
function standard(tppId: string, now: Date): typeof applications.$inferInsert {
  return {
    clientId: tppId,
    tppId,
    redirectUris: [],
    authenticationMethod: 'tls_client_auth',
    fapiProfile: 'fapi2-security-profile',
    rotatesRefreshTokens: 'no',
    purposes: [],
    createdAt: now,
    updatedAt: now,
  }
}
