import { canonicalAuthorityId } from '@/lib/eidas/authorities'

// TS 119 495 GEN-5.2.1: country, authority, authorisation number. The number has no character rule and may
// hold hyphens, so only the first two split. Control and invisible characters and blanks at an end are refused: the
// value enters logs and headers, and two that look alike must not be two companies.
const PSD2_FORM = /^PSD([A-Z]{2})-([A-Z]{2,8})-(?!\s)([^\p{C}\u2028\u2029]+)(?<!\s)$/u

/**
 * Reads an organizationIdentifier of the PSD2 form, null if it has another. `canonical` is the identity of
 * the TPP: two spellings of one authority must not make two TPPs of one company.
 */
export function readOrganizationIdentifier(text: string): OrganizationIdentifier | null {
  const [, country, authority, number] = PSD2_FORM.exec(text) ?? []
  if (!country || !authority || !number) return null
  const authorityId = canonicalAuthorityId(`${country}-${authority}`)
  return { canonical: `PSD${authorityId}-${number}`, authorityId }
}

type OrganizationIdentifier = { canonical: string; authorityId: string }
