import type { Check } from '@/lib/eidas/certificate-check'
import type { ParsedCertificate } from '@/lib/eidas/parse-certificate'
import * as qc from '@/lib/eidas/qc-statements'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'

/** EN 319 412-3 and -4: one of these must be among the key usages. */
const KEY_USAGES: Record<CertificateUse, readonly string[]> = {
  web: ['digitalSignature'],
  eseal: ['nonRepudiation', 'digitalSignature'],
}
/** What only a CA's key is for. */
const AUTHORITY_USAGES = ['keyCertSign', 'crlSign']

const NAMES: Record<CertificateUse, string> = { web: 'a QWAC (web)', eseal: 'a QSealC (eseal)' }

/** Step `use`: a qualified certificate of the kind that is wanted here, whose key may be used so. */
export const USE_CHECKS: readonly Check[] = [
  {
    name: 'not-authority',
    reason: 'IS_AUTHORITY',
    fault: ({ content }) =>
      content.isAuthority
        ? 'The certificate is that of a CA. Call with the one that was issued to you.'
        : null,
  },
  {
    name: 'qc-compliance',
    reason: 'NOT_QUALIFIED',
    fault: ({ content }) =>
      hasStatement(content, qc.QC_COMPLIANCE)
        ? null
        : 'The certificate does not state that it is qualified (QcCompliance). Order a qualified one.',
  },
  {
    // EN 319 412-5: its presence means qualified under another law than the Union's.
    name: 'qualified-in-the-union',
    reason: 'NOT_QUALIFIED',
    fault: ({ content }) =>
      hasStatement(content, qc.QC_LEGISLATION)
        ? 'The certificate is qualified under the law of a third country (QcCClegislation). Order one that is qualified in the EU.'
        : null,
  },
  {
    name: 'one-qc-type',
    reason: 'QC_TYPE_WRONG',
    fault: ({ content }) =>
      qcTypesOf(content).length === 1
        ? null
        : 'The certificate must state exactly one QcType (EN 319 412-5). Ask your QTSP for another one.',
  },
  {
    name: 'qc-type-of-use',
    reason: 'QC_TYPE_WRONG',
    fault: ({ content, use }) =>
      qcTypesOf(content).includes(qc.QC_TYPE_OF_USE[use])
        ? null
        : `The QcType of the certificate is not that of ${NAMES[use]}. A QWAC is for calls, a QSealC for signatures.`,
  },
  {
    // EN 319 412-4: the key of a web server is in no device for seals.
    name: 'no-qscd-in-web',
    reason: 'QC_TYPE_WRONG',
    fault: ({ content, use }) =>
      use === 'web' && hasStatement(content, qc.QC_SSCD)
        ? 'The certificate states a device for signatures or seals (QcSSCD), which a QWAC must not. Ask your QTSP for another one.'
        : null,
  },
  {
    name: 'key-usage',
    reason: 'KEY_USAGE_WRONG',
    fault: ({ content: { keyUsage }, use }) =>
      KEY_USAGES[use].some((usage) => keyUsage.includes(usage))
        ? null
        : `The key usage of the certificate does not hold ${KEY_USAGES[use].join(' or ')}. Ask your QTSP for another one.`,
  },
  {
    name: 'no-authority-usage',
    reason: 'KEY_USAGE_WRONG',
    fault: ({ content: { keyUsage } }) =>
      AUTHORITY_USAGES.some((usage) => keyUsage.includes(usage))
        ? 'The key usage of the certificate is that of a CA. Ask your QTSP for another one.'
        : null,
  },
  {
    // serverAuth is not demanded: browser root programmes take clientAuth and serverAuth apart.
    name: 'client-auth',
    reason: 'CLIENT_AUTH_MISSING',
    fault: ({ content, use }) =>
      use === 'eseal' || content.extendedKeyUsage.includes(CLIENT_AUTH)
        ? null
        : 'The extended key usage of the certificate lacks clientAuth. Order a QWAC that may be used as a client.',
  },
]

function hasStatement({ qcStatements }: ParsedCertificate, id: string): boolean {
  return qcStatements.some(({ statementId }) => statementId === id)
}

/** The types of every QcType statement; one that cannot be read counts as none. */
function qcTypesOf({ qcStatements }: ParsedCertificate): string[] {
  return qcStatements
    .filter(({ statementId }) => statementId === qc.QC_TYPE)
    .flatMap(({ statementInfo }) => {
      try {
        return statementInfo ? [...qc.readDer(statementInfo, qc.ObjectIdentifiers)] : []
      } catch {
        return []
      }
    })
}
