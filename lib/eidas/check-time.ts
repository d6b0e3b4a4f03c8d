import type { Check } from '@/lib/eidas/certificate-check'

/** Step `time`. Both ends belong to it (RFC 5280 4.1.2.5). Written so that a date which cannot be read refuses, too. */
export const TIME_CHECKS: readonly Check[] = [
  {
    name: 'begun',
    reason: 'NOT_YET_VALID',
    fault: ({ content: { x509 }, now }) =>
      x509.validFromDate <= now
        ? null
        : `The certificate is not valid before ${toText(x509.validFromDate)}. Call with one that is valid now.`,
  },
  {
    name: 'not-ended',
    reason: 'EXPIRED',
    fault: ({ content: { x509 }, now }) =>
      now <= x509.validToDate
        ? null
        : `The certificate ended on ${toText(x509.validToDate)}. Renew it: client and permissions stay the same.`,
  },
]

function toText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'a date that cannot be read' : date.toISOString()
}
