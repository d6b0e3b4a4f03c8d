import 'server-only'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readListSigners } from '@/lib/eidas/list-signers'
import { loadTrustAnchors, type TrustAnchor, type TrustAnchors } from '@/lib/eidas/trust-anchors'
import type { TrustedServices, TrustService } from '@/lib/eidas/trust-service'
import { readTrustedList, TRUSTED_LIST_BYTES_MAX, type TrustedList } from '@/lib/eidas/trusted-list'
import { env } from '@/lib/env'
import { type Followed, followPublication } from '@/lib/published/follow-publication'

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

/** The lists of TRUSTED_LISTS. One set for the process, whichever copy of this module asks. */
export function followedLists(): readonly Followed<TrustedList>[] {
  shared[held] ??= env.TRUSTED_LISTS.map((place) =>
    followPublication({
      place,
      kind: 'trusted-list',
      refreshMinutes: env.TRUSTED_LIST_REFRESH_MINUTES,
      bytesMax: TRUSTED_LIST_BYTES_MAX,
      read: async (body) => readTrustedList(body, readListSigners(env.TRUSTED_LIST_SIGNERS)),
    }),
  )
  return shared[held]
}

/** Lists of which not even an old copy could be read: who is on them alone is unknown here, and not untrusted. */
export function unreadLists(): readonly string[] {
  return followedLists().flatMap((list) => (list.current() ? [] : list.place))
}

const held = Symbol.for('placet.trusted-lists')
const shared = globalThis as { [held]?: readonly Followed<TrustedList>[] }

function together(anchors: TrustedServices): TrustedServices {
  const lists = followedLists()
  const version = () => lists.reduce((text, list) => `${text} ${list.version()}`, anchors.version())
  let known: { of: string; list: readonly TrustService[] } | undefined
  return {
    version,
    list: () => {
      const of = version()
      if (known?.of !== of)
        known = {
          of,
          list: [...anchors.list(), ...lists.flatMap((list) => list.current()?.value.services ?? [])],
        }
      return known.list
    },
    faults: () => [
      ...anchors.faults(),
      ...lists.flatMap((list) => [
        ...(list.fault() ? [list.fault() ?? ''] : []),
        ...(list.current()?.value.faults ?? []),
      ]),
    ],
  }
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
