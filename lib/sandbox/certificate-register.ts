import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { PSP_ROLES, type PspRole } from '@/lib/eidas/qualified-certificate'
import type { Blueprint } from '@/lib/sandbox/blueprint'
import { PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { REVOCATION_REASONS } from '@/lib/sandbox/revocation-reasons'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const ENTRIES = z.array(
  z.object({
    serial: z.string(),
    organizationIdentifier: z.string(),
    name: z.string(),
    use: z.enum(['web', 'eseal']),
    issuedAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
    // Entries of an earlier version lack what follows.
    ca: z.string().default('issuing'),
    notAfter: z.iso.datetime().nullable().default(null),
    roles: z.array(z.enum(PSP_ROLES)).default([]),
    hosts: z.array(z.string()).default([]),
    key: z.string().nullable().default(null),
    preset: z.string().nullable().default(null),
    reason: z.enum(REVOCATION_REASONS).nullable().default(null),
    revokedBy: z.string().nullable().default(null),
    publishFrom: z.iso.datetime().nullable().default(null),
  }),
)

/** What the sandbox's QTSP has issued, oldest first. Empty before the first certificate. */
export function readRegister(folder: string): RegisterEntry[] {
  const path = sandboxPaths(folder).register
  return existsSync(path) ? ENTRIES.parse(JSON.parse(readFileSync(path, 'utf8'))) : []
}

/** Only for who holds the folder (`holdFolder`): what another process wrote meanwhile would be lost. */
export function writeRegister(folder: string, entries: readonly RegisterEntry[]): void {
  writeAtomically(sandboxPaths(folder).register, `${JSON.stringify(entries, null, 2)}\n`, PRIVATE)
}

/** The entry of a certificate that was just signed. */
export function newEntry({
  certificate,
  blueprint,
  roles,
  key,
  ca,
  preset = null,
  now,
}: NewEntry): RegisterEntry {
  const { subject, use, hosts } = blueprint
  return {
    serial: certificate.serialNumber,
    organizationIdentifier: subject.organizationIdentifier,
    name: subject.name,
    use,
    issuedAt: now.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    ca,
    roles: [...roles],
    hosts: [...hosts],
    key,
    preset,
    revokedAt: null,
    reason: null,
    revokedBy: null,
    publishFrom: null,
  }
}

/** Keeps a certificate and its entry. Before anybody gets it: one that is out but unknown could never be revoked. */
export function keepIssued(folder: string, { entry, pem }: { entry: RegisterEntry; pem: string }): void {
  writeAtomically(issuedFile(folder, entry.serial), pem)
  writeRegister(folder, [...readRegister(folder), entry])
}

/** The certificate of an entry as PEM, or null where an earlier version kept none. */
export function readIssued(folder: string, serial: string): string | null {
  const path = issuedFile(folder, serial)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** Whether the world may know of the revocation: the publishing delay has passed. */
export function isPublished({ revokedAt, publishFrom }: RegisterEntry, now: Date): boolean {
  return revokedAt !== null && new Date(publishFrom ?? revokedAt) <= now
}

/** Two spellings of one authority are one organisation, to the bank and so to its QTSP. */
export function identityOf(organizationIdentifier: string): string {
  return readOrganizationIdentifier(organizationIdentifier)?.canonical ?? organizationIdentifier
}

function issuedFile(folder: string, serial: string): string {
  return join(sandboxPaths(folder).issued, `${serial}.pem`)
}

export type RegisterEntry = z.infer<typeof ENTRIES>[number]
type NewEntry = {
  certificate: { serialNumber: string; notAfter: Date }
  blueprint: Pick<Blueprint, 'subject' | 'use' | 'hosts'>
  roles: readonly PspRole[]
  key: string
  ca: string
  preset?: string | null
  now: Date
}
