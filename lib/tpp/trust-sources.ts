import 'server-only'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadTrustAnchors, type TrustAnchor, type TrustAnchors } from '@/lib/eidas/trust-anchors'
import type { TrustedServices, TrustService } from '@/lib/eidas/trust-service'
import { env } from '@/lib/env'

/** Holds CAs that certified the anchors, and their revocation lists. Nothing is trusted for having been issued by them. */
const ABOVE = 'above'

/** All that this bank trusts now, read from `TRUST_ANCHORS` when first asked. Throws when the folder cannot be read. */
export function trustedServices(): TrustedServices {
  services ??= ofFolder(env.TRUST_ANCHORS)
  return services
}

let services: TrustedServices | undefined

function ofFolder(folder: string): TrustedServices {
  const anchors = loadTrustAnchors(folder)
  const above = existsSync(join(folder, ABOVE)) ? loadTrustAnchors(join(folder, ABOVE)) : NONE
  const version = () => `${anchors.version()} ${above.version()}`
  let known: { of: string; list: readonly TrustService[] } | undefined
  return {
    list: () => {
      const of = version()
      if (known?.of !== of)
        known = { of, list: anchors.list().map((anchor) => toService(anchor, above.list())) }
      return known.list
    },
    faults: () => [...anchors.faults(), ...above.faults()],
    version,
  }
}

const NONE: TrustAnchors = { list: () => [], faults: () => [], version: () => '' }

/** An anchor's file says nothing of its uses: it is trusted for both. */
function toService({ certificate, revocations }: TrustAnchor, above: readonly TrustAnchor[]): TrustService {
  const { x509 } = certificate
  const issuer = above.find(
    (one) => x509.checkIssued(one.certificate.x509) && x509.verify(one.certificate.x509.publicKey),
  )
  return {
    certificate,
    revocations,
    status: 'granted',
    uses: ['web', 'eseal'],
    source: 'the folder of trust anchors',
    asOf: null,
    validUntil: null,
    issuedBy: issuer?.certificate ?? null,
    ocsp: [],
    crls: [],
    ...(issuer && { above: { ocsp: [], crls: [], revocations: issuer.revocations } }),
  }
}
