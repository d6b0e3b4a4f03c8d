import { canonicalAuthorityId, findAuthority } from '@/lib/eidas/authorities'
import type { Check, Presented } from '@/lib/eidas/certificate-check'
import * as names from '@/lib/eidas/distinguished-name'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'

/** EN 319 412-3 4.2.1: what the subject must have, each exactly once. */
const ATTRIBUTES = [
  { id: names.COUNTRY, label: 'C' },
  { id: names.ORGANIZATION, label: 'O' },
  { id: names.ORGANIZATION_IDENTIFIER, label: 'organizationIdentifier' },
  { id: names.COMMON_NAME, label: 'CN' },
]
const LENGTH_MAX = 256

const ASK = 'Ask your QTSP for another one.'

/** Step `identity`: who holds the certificate, and that its two statements of the authority are one (TS 119 495 GEN-5.2.1). */
export const IDENTITY_CHECKS: readonly Check[] = [
  // A reader that takes the first of two and one that takes the last would see two different companies.
  ...ATTRIBUTES.map(
    ({ id, label }): Check => ({
      name: `one-${label}`,
      reason: 'IDENTITY_MALFORMED',
      fault: ({ content: { subject } }) => {
        const values = names.valuesOf(subject, id)
        return values.length === 1 && values[0] !== ''
          ? null
          : `The subject of the certificate must have ${label} exactly once. ${ASK}`
      },
    }),
  ),
  {
    name: 'identifier-form',
    reason: 'IDENTITY_MALFORMED',
    fault: ({ content: { subject } }) =>
      identifierOf(subject)
        ? null
        : 'The organizationIdentifier of the certificate must be like PSDNL-DNB-1234 (TS 119 495). Order a certificate that holds your authorisation number.',
  },
  {
    // They enter logs, headers and pages, where a control character could forge a line.
    name: 'plain-attributes',
    reason: 'IDENTITY_MALFORMED',
    fault: ({ content: { subject } }) =>
      ATTRIBUTES.flatMap(({ id }) => names.valuesOf(subject, id)).every(
        (value) => value.length <= LENGTH_MAX && !/[\p{Cc}\u2028\u2029]/u.test(value),
      )
        ? null
        : `A name in the subject of the certificate has control characters or more than ${LENGTH_MAX}. ${ASK}`,
  },
  {
    name: 'country',
    reason: 'IDENTITY_MALFORMED',
    fault: ({ content: { subject } }) =>
      /^[A-Z]{2}$/.test(firstOf(subject, names.COUNTRY))
        ? null
        : `The country (C) in the subject of the certificate must be two capital letters. ${ASK}`,
  },
  {
    name: 'has-authority',
    reason: 'AUTHORITY_UNKNOWN',
    fault: ({ psd2: { nCAId } }) =>
      nCAId === 'NA'
        ? 'The certificate names no competent authority, as those of central banks do. It opens nothing here: use one of a payment institution.'
        : null,
  },
  {
    name: 'one-authority',
    reason: 'IDENTITY_MISMATCH',
    fault: ({ content: { subject }, psd2: { nCAId } }) =>
      identifierOf(subject)?.authorityId === canonicalAuthorityId(nCAId)
        ? null
        : `The organizationIdentifier and the nCAId of the certificate name different authorities. ${ASK}`,
  },
  {
    name: 'authority-listed',
    reason: 'AUTHORITY_UNKNOWN',
    fault: ({ psd2: { nCAId } }) =>
      findAuthority(canonicalAuthorityId(nCAId))
        ? null
        : `The authority ${canonicalAuthorityId(nCAId)} is not on the list of the EBA. Tell the bank if it should be.`,
  },
]

type Subject = Presented['content']['subject']

function identifierOf(subject: Subject) {
  return readOrganizationIdentifier(firstOf(subject, names.ORGANIZATION_IDENTIFIER))
}

function firstOf(subject: Subject, attribute: string): string {
  return names.valuesOf(subject, attribute)[0] ?? ''
}
