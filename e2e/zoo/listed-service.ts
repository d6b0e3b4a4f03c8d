import type { ParsedCertificate } from '@/lib/eidas/parse-certificate'
import type { TrustService } from '@/lib/eidas/trust-service'

/** A CA as a trusted list has it that grants it everything, with changes. */
export function listedService(
  certificate: ParsedCertificate,
  changes: Partial<TrustService> = {},
): TrustService {
  return {
    certificate,
    status: 'granted',
    uses: ['web', 'eseal'],
    source: 'trusted list DK, number 7',
    asOf: new Date('2026-11-20T03:00:00Z'),
    validUntil: null,
    issuedBy: null,
    ocsp: [],
    crls: [],
    revocations: null,
    ...changes,
  }
}
