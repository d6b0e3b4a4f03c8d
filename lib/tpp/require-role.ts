import type { PspRole, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import { Refusal } from '@/lib/errors'
import type { Tpp } from './caller'

const LICENCES: Record<PspRole, string> = {
  PSP_AS: 'keep accounts (PSP_AS)',
  PSP_PI: 'initiate payments (PSP_PI)',
  PSP_AI: 'read accounts (PSP_AI)',
  PSP_IC: 'ask for funds (PSP_IC)',
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
