import 'server-only'
import { z } from 'zod'
import {
  identityOf,
  type RegisterEntry,
  readRegister,
  writeRegister,
} from '@/lib/sandbox/certificate-register'
import { type HeldBy, mustBeOwn } from '@/lib/sandbox/held-by'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { getInstitution } from '@/lib/sandbox/institutions'
import { note } from '@/lib/sandbox/journal'
import { PROVEN, provenEntry } from '@/lib/sandbox/proof-of-key'
import { publishDueLists } from '@/lib/sandbox/publish-revocation-list'
import {
  AUTHORITY_REASONS,
  REVOCATION_REASONS,
  type RevocationReason,
} from '@/lib/sandbox/revocation-reasons'
import { publishFrom, readSwitches } from '@/lib/sandbox/switches'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

/** By who holds the key: that certificate, for any reason. */
export const REVOCATION = z.strictObject({
  act: z.literal('revoke'),
  ...PROVEN,
  reason: z.enum(REVOCATION_REASONS),
})

/** By an authority: all certificates of an institution, or one. */
export const AUTHORITY_REVOCATION = z.strictObject({
  institution: z.string(),
  serial: PROVEN.serial.optional(),
  reason: z.enum(AUTHORITY_REASONS),
})

/** Revokes a certificate on the word of its own key. Revoking twice changes nothing. */
export async function revokeByHolder({
  folder,
  body,
  signature,
  now,
  revocation,
}: RevokeByHolder): Promise<Revoked[]> {
  const { serial, at, reason } = revocation
  return await holdFolder(folder, async () => {
    const { organizationIdentifier } = provenEntry({ folder, body, signature, serial, at, now })
    const isAffected = (entry: RegisterEntry) => entry.serial === serial
    return await revoke({
      folder,
      now,
      isAffected,
      reason,
      by: 'holder',
      institution: organizationIdentifier,
    })
  })
}

/** Revokes on the word of the authority that licensed the holder, and of no other. */
export async function revokeByAuthority({
  folder,
  by,
  now,
  revocation,
}: RevokeByAuthority): Promise<Revoked[]> {
  return await holdFolder(folder, async () => {
    const institution = getInstitution(folder, revocation.institution)
    mustBeOwn(institution, by)
    const ofInstitution = readRegister(folder).filter(
      (entry) => identityOf(entry.organizationIdentifier) === institution.id,
    )
    const affected = ofInstitution.filter(({ serial }) => (revocation.serial ?? serial) === serial)
    if (revocation.serial && affected.length === 0)
      throw new TrustRefusal(
        'unknown',
        `${institution.id} has no certificate ${revocation.serial} of this trust service.`,
      )
    const isAffected = (entry: RegisterEntry) => affected.some(({ serial }) => serial === entry.serial)
    return await revoke({
      folder,
      now,
      isAffected,
      reason: 'privilegeWithdrawn',
      by,
      institution: institution.id,
      why: revocation.reason,
    })
  })
}

/**
 * Revokes for who runs the sandbox, or for an account that is known to be the organisation's: all its certificates, or one.
 * The delay holds for it, too.
 */
export async function revokeByOperator({
  folder,
  organizationIdentifier,
  now,
  ...choice
}: RevokeByOperator): Promise<Revoked[]> {
  const { serial, reason = 'cessationOfOperation', by = 'operator' } = choice
  const institution = identityOf(organizationIdentifier)
  const isAffected = (entry: RegisterEntry) =>
    identityOf(entry.organizationIdentifier) === institution && (serial ?? entry.serial) === entry.serial
  return await holdFolder(
    folder,
    async () => await revoke({ folder, now, isAffected, reason, by, institution }),
  )
}

async function revoke({
  folder,
  now,
  isAffected,
  reason,
  by,
  institution,
  why = reason,
}: Revoke): Promise<Revoked[]> {
  const from = publishFrom(now, readSwitches(folder)).toISOString()
  const entries = readRegister(folder)
  const affected = entries.filter((entry) => isAffected(entry) && !entry.revokedAt)
  const revocation = { revokedAt: now.toISOString(), reason, revokedBy: by, publishFrom: from }
  if (affected.length > 0) {
    writeRegister(
      folder,
      entries.map((entry) => (affected.includes(entry) ? { ...entry, ...revocation } : entry)),
    )
    const detail = `${affected.map(({ serial }) => serial).join(' ')}: ${why}`
    note(folder, { at: now, act: 'revoked', by, institution, detail })
  }
  await publishDueLists({ folder, now })
  return affected.map(({ serial, use }) => ({
    serial,
    use,
    reason,
    revokedAt: revocation.revokedAt,
    publishedFrom: from,
  }))
}

/** `publishedFrom`: when responder and lists say so; later than the revocation where a delay is simulated. */
export type Revoked = {
  serial: string
  use: RegisterEntry['use']
  reason: RevocationReason
  revokedAt: string
  publishedFrom: string
}

type Revoke = {
  folder: string
  now: Date
  isAffected: (entry: RegisterEntry) => boolean
  reason: RevocationReason
  by: string
  institution: string
  why?: string
}
type RevokeByHolder = {
  folder: string
  /** The bytes that were signed, and what they say. */
  body: Uint8Array
  revocation: z.infer<typeof REVOCATION>
  signature: string | null
  now: Date
}
type RevokeByAuthority = {
  folder: string
  by: HeldBy
  now: Date
  revocation: z.infer<typeof AUTHORITY_REVOCATION>
}
type RevokeByOperator = {
  folder: string
  organizationIdentifier: string
  now: Date
  serial?: string
  reason?: RevocationReason
  by?: 'operator' | 'account'
}
