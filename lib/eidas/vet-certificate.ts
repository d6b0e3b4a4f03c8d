import { createHash } from 'node:crypto'
import { canonicalAuthorityId, findAuthority } from '@/lib/eidas/authorities'
import * as names from '@/lib/eidas/distinguished-name'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { type ParsedCertificate, parseCertificate } from '@/lib/eidas/parse-certificate'
import * as qc from '@/lib/eidas/qc-statements'
import { type CertificateUse, PSP_ROLES, type QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import { isFresh } from '@/lib/eidas/revocation-list'
import type { TrustAnchor, TrustAnchors } from '@/lib/eidas/trust-anchors'
import { isRefusal, Refusal } from '@/lib/errors'

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
const AUTHORITY_ID = /^[A-Z]{2}-[A-Z]{2,8}$/

/** EN 319 412-3 and -4: one of these must be among the key usages. */
const KEY_USAGES: Record<CertificateUse, readonly string[]> = {
  web: ['digitalSignature'],
  eseal: ['nonRepudiation', 'digitalSignature'],
}

/**
 * Vets a QWAC or QSealC as the bank must (RTS Art. 34) and returns what it says, or throws a Refusal:
 * certificate_invalid, certificate_expired, certificate_revoked or revocation_unknown, its `text` naming the
 * step that failed. Which service the roles open is not judged here.
 */
export function vetCertificate({ der, use, anchors, now }: VetCertificate): QualifiedCertificate {
  try {
    const certificate = parseCertificate(der)
    requireTime(certificate, now)
    const anchor = findIssuer(certificate, anchors.list(), now)
    requireUse(certificate, use)
    const psd2 = readPsd2Statement(certificate)
    const identity = readIdentity(certificate, psd2)
    requireNotRevoked(certificate, anchor, now)
    return {
      thumbprint: createHash('sha256').update(certificate.x509.raw).digest('base64url'),
      use,
      serial: certificate.serial,
      issuer: names.nameToText(certificate.issuer),
      ...identity,
      // By OID, never by name. Other bodies may register further roles: they grant nothing here.
      roles: PSP_ROLES.filter((role) => psd2.rolesOfPsp.some(({ oid }) => oid === qc.ROLE_OIDS[role])),
      notBefore: certificate.x509.validFromDate,
      notAfter: certificate.x509.validToDate,
    }
  } catch (thrown) {
    if (isRefusal(thrown)) throw thrown
    // A certificate is a stranger's input: whatever it makes a parser throw is a fault of the certificate.
    const text = thrown instanceof Error ? thrown.message : String(thrown)
    throw new Refusal('certificate_invalid', {
      text: `The certificate cannot be read: ${text}.`,
      cause: thrown,
    })
  }
}

function requireTime({ x509 }: ParsedCertificate, now: Date): void {
  must(x509.validFromDate <= now, `The certificate is not valid before ${x509.validFromDate.toISOString()}.`)
  // Negated, so that an unreadable date refuses too.
  if (!(now <= x509.validToDate)) {
    const text = `The certificate ended on ${x509.validToDate.toISOString()}. Renew it: the client stays the same.`
    throw new Refusal('certificate_expired', { text })
  }
}

// By key and signature: a look-alike CA can bear any name. A CA that renewed its own certificate is listed
// twice with one key, so the one that is valid now is sought among those that fit.
function findIssuer(leaf: ParsedCertificate, anchors: readonly TrustAnchor[], now: Date): TrustAnchor {
  const issuers = anchors.filter(({ certificate: { x509 } }) => leaf.x509.verify(x509.publicKey))
  must(issuers.length > 0, 'The certificate was not issued by a CA of the trusted list.')
  const fitting = issuers.filter(({ certificate: { x509 } }) => leaf.x509.checkIssued(x509))
  must(fitting.length > 0, 'The certificate names another issuer than the CA that signed it.')
  const inTime = fitting.find(
    ({ certificate: { x509 } }) => x509.validFromDate <= now && now <= x509.validToDate,
  )
  must(inTime, "The issuing CA's own certificate is not valid now.")
  return inTime
}

function requireUse(
  { isAuthority, keyUsage, extendedKeyUsage, qcStatements }: ParsedCertificate,
  use: CertificateUse,
) {
  must(!isAuthority, 'The certificate is that of a CA.')
  const has = (id: string) => qcStatements.some(({ statementId }) => statementId === id)
  must(has(qc.QC_COMPLIANCE), 'The certificate does not state that it is qualified (QcCompliance).')
  const types = qcStatements.filter(({ statementId }) => statementId === qc.QC_TYPE)
  const [type, ...more] = types.flatMap(({ statementInfo }) => readIdentifiers(statementInfo))
  must(type && more.length === 0, 'The certificate must state exactly one QcType.')
  must(type === qc.QC_TYPE_OF_USE[use], `The certificate is of another QcType than ${use}.`)
  must(
    KEY_USAGES[use].some((usage) => keyUsage.includes(usage)) && !keyUsage.includes('keyCertSign'),
    'The key usage of the certificate does not fit.',
  )
  // serverAuth is not demanded: browser root programmes take clientAuth and serverAuth apart.
  must(
    use === 'eseal' || extendedKeyUsage.includes(CLIENT_AUTH),
    'The extended key usage of the certificate lacks clientAuth.',
  )
}

function readIdentifiers(statementInfo: ArrayBuffer | undefined): readonly string[] {
  return statementInfo ? qc.readDer(statementInfo, qc.ObjectIdentifiers) : []
}

// Two statements are refused and never joined: their union could hold roles that no authority granted together.
function readPsd2Statement({ qcStatements }: ParsedCertificate): qc.Psd2QcType {
  const [statement, ...more] = qcStatements.filter(({ statementId }) => statementId === qc.PSD2_STATEMENT)
  must(statement && more.length === 0, 'The certificate must hold exactly one PSD2 statement (TS 119 495).')
  must(statement.statementInfo, 'The PSD2 statement of the certificate is empty.')
  const psd2 = qc.readDer(statement.statementInfo, qc.Psd2QcType)
  must(AUTHORITY_ID.test(psd2.nCAId), 'The nCAId of the PSD2 statement must be like NL-DNB.')
  return psd2
}

function readIdentity({ subject }: ParsedCertificate, { nCAId }: qc.Psd2QcType) {
  const only = (attribute: string, label: string) => {
    const [value, ...more] = names.valuesOf(subject, attribute)
    must(value && more.length === 0, `The subject of the certificate must have ${label} exactly once.`)
    return value
  }
  const stated = only(names.ORGANIZATION_IDENTIFIER, 'organizationIdentifier')
  const identifier = readOrganizationIdentifier(stated)
  must(identifier, 'The organizationIdentifier of the certificate must be like PSDNL-DNB-1234.')
  must(
    identifier.authorityId === canonicalAuthorityId(nCAId),
    'The organizationIdentifier and the nCAId of the certificate name different authorities.',
  )
  const authority = findAuthority(identifier.authorityId)
  must(authority, `The authority ${identifier.authorityId} is not on the list of the EBA.`)
  return {
    subject: {
      commonName: only(names.COMMON_NAME, 'CN'),
      organization: only(names.ORGANIZATION, 'O'),
      country: only(names.COUNTRY, 'C'),
    },
    organizationIdentifier: identifier.canonical,
    authority,
  }
}

function requireNotRevoked({ serial }: ParsedCertificate, { revocations }: TrustAnchor, now: Date): void {
  if (revocations?.serials.has(serial)) {
    throw new Refusal('certificate_revoked', { text: 'The certificate was revoked by its issuer.' })
  }
  // Fail closed: without a fresh list nobody knows, and whoever can silence the list could use a stolen key.
  if (!revocations || !isFresh(revocations, now)) {
    throw new Refusal('revocation_unknown', {
      text: "The issuing CA's revocation list is not available or too old.",
    })
  }
}

function must(fact: unknown, text: string): asserts fact {
  if (!fact) throw new Refusal('certificate_invalid', { text })
}

type VetCertificate = { der: Uint8Array; use: CertificateUse; anchors: TrustAnchors; now: Date }
