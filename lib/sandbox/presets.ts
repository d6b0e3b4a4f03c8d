import { KeyUsageFlags, Name } from '@peculiar/x509'
import { PSD2_STATEMENT, QC_COMPLIANCE, QC_TYPE, QcStatement } from '@/lib/eidas/qc-statements'
import type { Reason } from '@/lib/eidas/reasons'
import { type Blueprint, psd2Statement, typeStatement } from '@/lib/sandbox/blueprint'
import type { PracticeName } from '@/lib/sandbox/practice-authorities'

const DAY_MS = 86_400_000
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const EXTENDED_KEY_USAGE = '2.5.29.37'

/**
 * Bad certificates to practise with: each changes one thing of a good one, so that one check alone can refuse it. `reason` is
 * what a bank says by then; null: the certificate is good and opens less than its holder wants.
 */
export const PRESETS = {
  'extension-twice': { reason: 'CERT_MALFORMED', change: () => ({ twice: [EXTENDED_KEY_USAGE] }) },
  'unlisted-key': { reason: 'KEY_OR_SIGNATURE_WEAK', keys: 'unlisted' },
  expired: {
    reason: 'EXPIRED',
    change: ({ now }) => ({ notBefore: daysAfter(now, -40), notAfter: daysAfter(now, -1) }),
  },
  'not-yet-valid': {
    reason: 'NOT_YET_VALID',
    change: ({ now }) => ({ notBefore: daysAfter(now, 1), notAfter: daysAfter(now, 40) }),
  },
  'other-chain': { reason: 'ISSUER_NOT_LISTED', issuer: 'look-alike' },
  'other-issuer-name': {
    reason: 'ISSUER_NAME_MISMATCH',
    change: () => ({ issuerName: new Name([{ CN: [{ utf8String: 'Another QTSP' }] }]) }),
  },
  'issuer-ended': { reason: 'ISSUER_NOT_IN_TIME', issuer: 'ended' },
  'service-withdrawn': { reason: 'TRUST_SERVICE_WITHDRAWN', issuer: 'withdrawn' },
  'service-for-seals': { reason: 'TRUST_SERVICE_OTHER_USE', issuer: 'seals-only' },
  'is-authority': { reason: 'IS_AUTHORITY', change: () => ({ isAuthority: true }) },
  'no-qc-compliance': {
    reason: 'NOT_QUALIFIED',
    change: ({ good }) => ({ statements: without(good, QC_COMPLIANCE) }),
  },
  'two-qc-types': {
    reason: 'QC_TYPE_WRONG',
    change: ({ good }) => ({ statements: [...good.statements, typeStatement('eseal')] }),
  },
  'eseal-as-web': {
    reason: 'QC_TYPE_WRONG',
    change: ({ good }) => ({ statements: [...without(good, QC_TYPE), typeStatement('eseal')] }),
  },
  'key-usage': { reason: 'KEY_USAGE_WRONG', change: () => ({ keyUsage: KeyUsageFlags.keyAgreement }) },
  'no-client-auth': { reason: 'CLIENT_AUTH_MISSING', change: () => ({ extendedKeyUsage: [SERVER_AUTH] }) },
  'no-psd2-statement': {
    reason: 'PSD2_STATEMENT_MISSING',
    change: ({ good }) => ({ statements: without(good, PSD2_STATEMENT) }),
  },
  'two-psd2-statements': {
    reason: 'PSD2_STATEMENT_TWICE',
    change: ({ good, nCAId }) => ({
      statements: [...good.statements, psd2Statement({ roles: ['PSP_PI'], nCAId })],
    }),
  },
  'malformed-psd2-statement': {
    reason: 'PSD2_STATEMENT_MALFORMED',
    change: ({ good }) => ({
      // An octet string where the sequence of roles and authority belongs.
      statements: [
        ...without(good, PSD2_STATEMENT),
        new QcStatement({
          statementId: PSD2_STATEMENT,
          statementInfo: new Uint8Array([4, 2, 0xab, 0xcd]).buffer,
        }),
      ],
    }),
  },
  'identity-malformed': {
    reason: 'IDENTITY_MALFORMED',
    change: ({ good }) => ({ subject: { ...good.subject, organizationIdentifier: 'VATNL-123456789B01' } }),
  },
  'identity-mismatch': {
    reason: 'IDENTITY_MISMATCH',
    change: ({ good, nCAId }) =>
      withPsd2(
        good,
        psd2Statement({ roles: ['PSP_AI'], nCAId: nCAId === 'FI-FINFSA' ? 'AT-FMA' : 'FI-FINFSA' }),
      ),
  },
  'authority-unknown': {
    reason: 'AUTHORITY_UNKNOWN',
    change: ({ good }) => ({
      ...withPsd2(good, psd2Statement({ roles: ['PSP_AI'], nCAId: 'XX-NCA' })),
      subject: { ...good.subject, organizationIdentifier: 'PSDXX-NCA-1234' },
    }),
  },
  revoked: { reason: 'REVOKED', register: 'revoked' },
  'never-issued': { reason: 'REVOCATION_UNKNOWN', register: 'none' },
  'responder-silent': { reason: 'REVOCATION_UNKNOWN', issuer: 'silent' },
  'issuer-revoked': { reason: 'ISSUER_REVOKED', issuer: 'revoked' },
  'authorisation-withdrawn': { reason: 'AUTHORISATION_WITHDRAWN', licence: 'withdrawn' },
  'not-in-register': { reason: 'AUTHORISATION_NOT_FOUND', licence: 'none' },
  'role-not-in-register': { reason: 'ROLE_NOT_IN_REGISTER', licence: 'role-withdrawn' },
  'no-role': {
    reason: null,
    change: ({ good, nCAId }) => withPsd2(good, psd2Statement({ roles: [], nCAId })),
  },
  'pi-only': {
    reason: null,
    change: ({ good, nCAId }) => withPsd2(good, psd2Statement({ roles: ['PSP_PI'], nCAId })),
  },
  'as-only': {
    reason: null,
    change: ({ good, nCAId }) => withPsd2(good, psd2Statement({ roles: ['PSP_AS'], nCAId })),
  },
} as const satisfies Record<string, Preset>

function without({ statements }: Blueprint, id: string): QcStatement[] {
  return statements.filter(({ statementId }) => statementId !== id)
}

function withPsd2(good: Blueprint, statement: QcStatement): Partial<Blueprint> {
  return { statements: [...without(good, PSD2_STATEMENT), statement] }
}

function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS)
}

export type PresetName = keyof typeof PRESETS

/**
 * `issuer`: another CA than the good one; `look-alike` has its name and another key. `register`: what the QTSP knows of the
 * certificate. `licence`: what the register of institutions says, by institutions kept for this.
 */
export type Preset = {
  reason: Reason | null
  change?: (draft: { good: Blueprint; nCAId: string; now: Date }) => Partial<Blueprint>
  keys?: 'unlisted'
  issuer?: PracticeName | 'look-alike'
  register?: 'revoked' | 'none'
  licence?: 'withdrawn' | 'none' | 'role-withdrawn'
}
