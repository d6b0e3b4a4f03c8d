import 'server-only'
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { type REGISTER_REASONS, registerEvidence } from '@/db/schema/published-statements'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { log } from '@/lib/log'
import { followedRegister } from './register'

const REMEMBERED_MAX = 5_000

/**
 * Keeps what the register said when it spoke against somebody (PSD2 Art. 68(5)), once for each thing said and behind the call.
 * Nothing to keep where it said nothing: then `reason` is another one, or null. `roles` are those of a certificate.
 */
export function keepEvidence({ reason, organizationIdentifier, roles }: KeepEvidence): void {
  const followed = followedRegister()
  const known = followed?.current()
  if (!followed || !known || !isRegisterReason(reason)) return
  const institution = known.value.institutions.get(organizationIdentifier) ?? null
  // Only there do they matter: whoever is withdrawn is so by any certificate.
  const said = { institution, ...(reason === 'ROLE_NOT_IN_REGISTER' && { rolesOfCertificate: [...roles] }) }
  const digest = digestOf({ organizationIdentifier, reason, said })
  if (remembered.has(digest)) return
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.add(digest)
  const { sequence, issuedAt } = known.value
  const row = { reason, organizationIdentifier, digest, said, sequence, issuedAt }
  database()
    .insert(registerEvidence)
    .values({ id: newId(), place: followed.place, at: new Date(), ...row })
    .onConflictDoNothing()
    .catch((error: unknown) => {
      remembered.delete(digest)
      log.error({ err: error }, 'What the register said could not be kept')
    })
}

const remembered = new Set<string>()

const REASONS: Record<(typeof REGISTER_REASONS)[number], true> = {
  AUTHORISATION_WITHDRAWN: true,
  AUTHORISATION_NOT_FOUND: true,
  ROLE_NOT_IN_REGISTER: true,
}

function isRegisterReason(reason: string | null): reason is (typeof REGISTER_REASONS)[number] {
  return typeof reason === 'string' && Object.hasOwn(REASONS, reason)
}

function digestOf(value: object): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('base64url')
}

type KeepEvidence = { reason: string | null; organizationIdentifier: string; roles: readonly PspRole[] }
