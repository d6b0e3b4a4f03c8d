import 'server-only'
import { loadTrustAnchors, type TrustAnchor } from '@/lib/eidas/trust-anchors'
import type { TrustedServices, TrustService } from '@/lib/eidas/trust-service'
import { env } from '@/lib/env'

/** All that this bank trusts now, read from `TRUST_ANCHORS` when first asked. Throws when the folder cannot be read. */
export function trustedServices(): TrustedServices {
  services ??= ofFolder()
  return services
}

let services: TrustedServices | undefined

function ofFolder(): TrustedServices {
  const anchors = loadTrustAnchors(env.TRUST_ANCHORS)
  let known: { of: string; list: readonly TrustService[] } | undefined
  return {
    list: () => {
      const of = anchors.version()
      if (known?.of !== of) known = { of, list: anchors.list().map(toService) }
      return known.list
    },
    faults: anchors.faults,
    version: anchors.version,
  }
}

/** An anchor's file says nothing of its uses: it is trusted for both. The CA above it counts if it lies in the folder, too. */
function toService(
  { certificate, revocations }: TrustAnchor,
  _at: number,
  all: readonly TrustAnchor[],
): TrustService {
  const isAbove = ({ certificate: { x509 } }: TrustAnchor) =>
    !x509.raw.equals(certificate.x509.raw) &&
    certificate.x509.checkIssued(x509) &&
    certificate.x509.verify(x509.publicKey)
  return {
    certificate,
    revocations,
    status: 'granted',
    uses: ['web', 'eseal'],
    source: 'the folder of trust anchors',
    asOf: null,
    validUntil: null,
    issuedBy: all.find(isAbove)?.certificate ?? null,
    ocsp: [],
    crls: [],
  }
}
