import type { ParsedCertificate } from '@/lib/eidas/parse-certificate'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'

/**
 * What a trusted list says of a part of a CA's certificates beside what the certificates say themselves (TS 119 612 5.5.9.2):
 * those that fit the criteria are not qualified, or are qualified for other uses than theirs.
 */
export type Qualification = { says: readonly Qualifier[]; of: Criteria }

/** Of the many qualifiers those that decide here; the others are of signature devices and of legal persons. */
export type Qualifier = CertificateUse | 'esign' | 'not-qualified'

export type Criteria = { assert: 'all' | 'atLeastOne' | 'none'; parts: readonly Criterion[] }

export type Criterion =
  | { keyUsage: readonly { bit: string; isSet: boolean }[] }
  | { policies: readonly string[] }
  | Criteria

/** Whether, for all that the list says of it, a certificate of this CA is a qualified one for this use (TS 119 615 4.4). */
export function isQualifiedFor(
  use: CertificateUse,
  content: Pick<ParsedCertificate, 'keyUsage' | 'policies'>,
  qualifications: readonly Qualification[],
): boolean {
  const said = qualifications.filter(({ of }) => meets(of, content)).flatMap(({ says }) => says)
  if (said.includes('not-qualified')) return false
  return said.length === 0 || said.includes(use)
}

function meets(criterion: Criterion, content: Pick<ParsedCertificate, 'keyUsage' | 'policies'>): boolean {
  if ('keyUsage' in criterion) {
    const usages = content.keyUsage.map((usage) => usage.toLowerCase())
    return criterion.keyUsage.every(({ bit, isSet }) => usages.includes(bit.toLowerCase()) === isSet)
  }
  // TS 119 612 5.5.9.2.2.2: all the policies of one set.
  if ('policies' in criterion) return criterion.policies.every((policy) => content.policies.includes(policy))
  const { assert, parts } = criterion
  if (assert === 'all') return parts.every((part) => meets(part, content))
  const isAny = parts.some((part) => meets(part, content))
  return assert === 'none' ? !isAny : isAny
}
