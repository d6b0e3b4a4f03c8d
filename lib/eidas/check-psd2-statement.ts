import type { Check, Note, Presented } from '@/lib/eidas/certificate-check'
import { PSD2_STATEMENT, ROLE_OIDS } from '@/lib/eidas/qc-statements'
import { PSP_ROLES } from '@/lib/eidas/qualified-certificate'

const AUTHORITY_ID = /^[A-Z]{2}-[A-Z]{2,8}$/
/** TS 119 495 V1.8.1: what a central bank or another public authority has for an authority. */
const NOT_APPLICABLE = 'NA'
/** Of each text of the statement (TS 119 495 annex A). */
const LENGTH_MAX = 256

const ASK = 'Ask your QTSP for another one.'

/**
 * Step `psd2-statement`. Two statements are refused and never joined: their union could hold roles that no authority
 * granted together. Roles that are unknown, stated twice or none at all refuse nothing here: they grant nothing.
 */
export const PSD2_STATEMENT_CHECKS: readonly Check[] = [
  {
    name: 'statement-present',
    reason: 'PSD2_STATEMENT_MISSING',
    fault: ({ content: { qcStatements } }) =>
      qcStatements.some(isPsd2)
        ? null
        : 'The certificate has no PSD2 statement (TS 119 495). Order a certificate for PSD2.',
  },
  {
    name: 'statement-once',
    reason: 'PSD2_STATEMENT_TWICE',
    fault: ({ content: { qcStatements } }) =>
      qcStatements.filter(isPsd2).length > 1
        ? `The certificate must hold exactly one PSD2 statement (TS 119 495), and has more. ${ASK}`
        : null,
  },
  {
    name: 'statement-readable',
    reason: 'PSD2_STATEMENT_MALFORMED',
    fault: (presented) =>
      isReadable(presented)
        ? null
        : `The PSD2 statement of the certificate is not as TS 119 495 annex A defines it. ${ASK}`,
  },
  {
    name: 'statement-lengths',
    reason: 'PSD2_STATEMENT_MALFORMED',
    fault: ({ psd2 }) =>
      [psd2.nCAName, psd2.nCAId, ...psd2.rolesOfPsp.map(({ name }) => name)].every(
        ({ length }) => length >= 1 && length <= LENGTH_MAX,
      )
        ? null
        : `A text of the PSD2 statement of the certificate is empty or longer than ${LENGTH_MAX} characters. ${ASK}`,
  },
  {
    name: 'authority-id-form',
    reason: 'PSD2_STATEMENT_MALFORMED',
    fault: ({ psd2: { nCAId } }) =>
      AUTHORITY_ID.test(nCAId) || nCAId === NOT_APPLICABLE
        ? null
        : `The nCAId of the PSD2 statement must be like NL-DNB: country, hyphen, authority. ${ASK}`,
  },
]

export const PSD2_STATEMENT_NOTES: readonly Note[] = [
  {
    // TS 119 495 wants the name to match. The OID decides, so that the name can grant nothing and refuse nothing.
    name: 'role-names',
    says: ({ psd2 }) => {
      const other = psd2.rolesOfPsp.find(({ oid, name }) =>
        PSP_ROLES.some((role) => ROLE_OIDS[role] === oid && role !== name),
      )
      const role = PSP_ROLES.find((known) => ROLE_OIDS[known] === other?.oid)
      return other && role
        ? `The certificate calls ${role} by another name. Its OID ${other.oid} counts. Tell your QTSP.`
        : null
    },
  },
]

function isPsd2({ statementId }: { statementId: string }): boolean {
  return statementId === PSD2_STATEMENT
}

function isReadable(presented: Presented): boolean {
  try {
    return presented.psd2 !== undefined
  } catch {
    return false
  }
}
