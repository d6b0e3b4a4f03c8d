import 'server-only'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadTrustAnchors, type TrustAnchor, type TrustAnchors } from '@/lib/eidas/trust-anchors'
import type { TrustedServices, TrustService } from '@/lib/eidas/trust-service'
import { env } from '@/lib/env'
import { type FollowedList, followedLists } from './followed-lists'

/** Holds CAs that certified the anchors, and their revocation lists. Nothing is trusted for having been issued by them. */
const ABOVE = 'above'

/**
 * All that this bank trusts now: the folder `TRUST_ANCHORS`, read when first asked, and the lists of `TRUSTED_LISTS`, as far as
 * `followTrust` has read them. Throws when the folder cannot be read.
 */
export function trustedServices(): TrustedServices {
  services ??= together(env.TRUST_ANCHORS ? ofFolder(env.TRUST_ANCHORS) : NOBODY)
  return services
}

let services: TrustedServices | undefined

function together(anchors: TrustedServices): TrustedServices {
  let version = { of: [''], text: '' }
  let known = { version: 'none', list: [] as readonly TrustService[] }
  // Asked for on every call: the text is made anew only where a part of it changed.
  const versionNow = () => {
    const of = [anchors.version(), ...followedLists().map(({ list }) => list.version())]
    if (of.length !== version.of.length || of.some((one, at) => one !== version.of[at]))
      version = { of, text: of.join(' ') }
    return version.text
  }
  return {
    version: versionNow,
    list: () => {
      const now = versionNow()
      if (known.version !== now)
        known = { version: now, list: [...anchors.list(), ...followedLists().flatMap(servicesOf)] }
      return known.list
    },
    faults: () => [
      ...anchors.faults(),
      ...followedLists().flatMap(({ list }) => [
        ...(list.fault() ? [list.fault() ?? ''] : []),
        ...(list.current()?.value.faults ?? []),
      ]),
    ],
  }
}

/** A list that another points at holds no longer than the word of that one on who signs it. */
function servicesOf({ list, pointedUntil }: FollowedList): readonly TrustService[] {
  const services = list.current()?.value.services ?? []
  if (pointedUntil === null) return services
  const ends = pointedUntil()
  return services.map((service) =>
    service.validUntil && service.validUntil <= ends ? service : { ...service, validUntil: ends },
  )
}

const NOBODY: TrustedServices = { list: () => [], faults: () => [], version: () => '' }

function ofFolder(folder: string): TrustedServices {
  const anchors = loadTrustAnchors(folder)
  const above = existsSync(join(folder, ABOVE)) ? loadTrustAnchors(join(folder, ABOVE)) : NONE
  return {
    list: () => anchors.list().map((anchor) => toService(anchor, above.list())),
    faults: () => [...anchors.faults(), ...above.faults()],
    version: () => `${anchors.version()} ${above.version()}`,
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
