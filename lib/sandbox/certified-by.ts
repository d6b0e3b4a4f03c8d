import 'server-only'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isPublished, readRegister } from '@/lib/sandbox/certificate-register'
import { readListedAuthorities } from '@/lib/sandbox/practice-authorities'
import type { RevocationReason } from '@/lib/sandbox/revocation-reasons'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const DAY_MS = 86_400_000

/**
 * The one table behind responder and lists: every certificate that a CA of the sandbox has issued, with what the world may
 * know of its revocation by now.
 */
export async function certifiedBy({ folder, ca, now }: CertifiedBy): Promise<Certified[]> {
  if (ca === 'root') return await certifiedByRoot(folder, now)
  return readRegister(folder)
    .filter((entry) => entry.ca === ca)
    .map((entry) => ({
      serial: entry.serial,
      revokedAt: entry.revokedAt && isPublished(entry, now) ? new Date(entry.revokedAt) : null,
      reason: entry.reason,
    }))
}

async function certifiedByRoot(folder: string, now: Date): Promise<Certified[]> {
  const authorities = (await readListedAuthorities(folder)).map(({ name, certificate }) => ({
    serial: certificate.serialNumber,
    revokedAt:
      name === 'revoked' ? new Date(Math.min(now.getTime(), certificate.notBefore.getTime() + DAY_MS)) : null,
    reason: null,
  }))
  const { serverCertificate } = sandboxPaths(folder)
  if (!existsSync(serverCertificate)) return authorities
  const server = new X509Certificate(readFileSync(serverCertificate))
  return [...authorities, { serial: server.serialNumber.toLowerCase(), revokedAt: null, reason: null }]
}

export type Certified = { serial: string; revokedAt: Date | null; reason: RevocationReason | null }
type CertifiedBy = { folder: string; ca: string; now: Date }
