import type { PspRole, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import { Refusal } from '@/lib/errors'
import { noteBlock } from '@/lib/limits/blocks'
import type { Caller, Tpp } from './caller'

const LICENCES: Record<PspRole, string> = {
  PSP_AS: 'keep accounts (PSP_AS)',
  PSP_PI: 'initiate payments (PSP_PI)',
  PSP_AI: 'read accounts (PSP_AI)',
  PSP_IC: 'ask for funds (PSP_IC)',
}

/**
 * Whether a role may be served to one whose revocation nobody knows now, on the strength of the last good answer: account
 * information, where the operator allows it. Money is never moved nor promised on a certificate that may be stolen.
 */
export function mayServeUnanswered(role: PspRole): boolean {
  return role === 'PSP_AI'
}

/**
 * The caller as a door may treat them for this role, or for what needs none and is never served on a last good answer. Where no
 * source of revocation answers that depends on the role; it is counted in the security log, by the minute, whenever somebody is
 * served so.
 */
export function callerFor(role: PspRole | null, caller: Caller): Caller {
  const { unanswered, address } = caller
  if (!unanswered || role === null || !mayServeUnanswered(role)) return caller
  const { certificate } = unanswered
  noteBlock({ rule: 'SERVED_ON_LAST_GOOD', address, tppId: certificate.organizationIdentifier })
  return { ...caller, certificate, refusal: null }
}

/**
 * Lets pass only a third party whose certificate of this very call carries the role, else `role_invalid` (RTS Art.
 * 34, REG-CRT-02). Not the register's roles: those are of its latest certificate, which may be another one.
 */
export function requireRole(tpp: Tpp, certificate: QualifiedCertificate, role: PspRole): void {
  if (certificate.organizationIdentifier === tpp.id && certificate.roles.includes(role)) return
  throw new Refusal('role_invalid', {
    text: `The certificate does not license its holder to ${LICENCES[role]}. Call with one that does.`,
  })
}
