import { constants, verify } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { CertificateList, type Extension } from '@peculiar/asn1-x509'
import { type ParsedCertificate, serialToHex } from '@/lib/eidas/parse-certificate'
import { readSignatureAlgorithm } from '@/lib/eidas/signature-algorithm'

const PEM = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/
const CLOCK_SKEW_MS = 60_000

/**
 * Reads an authority's revocation list, DER or PEM, and throws unless that authority signed it and all of it
 * is understood. Whether it is fresh depends on the moment of use: see `isFresh`.
 */
export function readRevocationList(file: Buffer, authority: ParsedCertificate): RevocationList {
  const [, base64] = PEM.exec(file.toString('latin1')) ?? []
  // A copy: a Buffer may be a window on a pool that other data shares, and the parser reads the whole.
  const list = AsnConvert.parse(
    new Uint8Array(base64 ? Buffer.from(base64, 'base64') : file),
    CertificateList,
  )
  const { tbsCertList: tbs, tbsCertListRaw, signatureAlgorithm, signature } = list

  if (!sameDer(tbs.issuer, authority.subject)) throw new Error('it is of another issuer')
  if (!authority.keyUsage.includes('crlSign')) throw new Error('its issuer may not sign revocation lists')
  const algorithm = readSignatureAlgorithm(signatureAlgorithm)
  if (!algorithm || !sameDer(tbs.signature, signatureAlgorithm))
    throw new Error('its signature algorithm is not allowed')
  const padding = algorithm.pss ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {}
  const key = { key: authority.x509.publicKey, ...padding }
  const signed =
    tbsCertListRaw && verify(algorithm.hash, Buffer.from(tbsCertListRaw), key, Buffer.from(signature))
  if (!signed) throw new Error('its signature is not by its issuer')

  refuseCritical(tbs.crlExtensions)
  if (!tbs.nextUpdate) throw new Error('it does not say when the next one comes')
  const serials = (tbs.revokedCertificates ?? []).map(({ userCertificate, crlEntryExtensions }) => {
    refuseCritical(crlEntryExtensions)
    return serialToHex(userCertificate)
  })
  return {
    serials: new Set(serials),
    thisUpdate: tbs.thisUpdate.getTime(),
    nextUpdate: tbs.nextUpdate.getTime(),
  }
}

/** Whether a list speaks for this moment. A stale one may lack the revocation that matters. */
export function isFresh({ thisUpdate, nextUpdate }: RevocationList, now: Date): boolean {
  return thisUpdate.getTime() <= now.getTime() + CLOCK_SKEW_MS && now < nextUpdate
}

// RFC 5280 5.2 and 5.3: a critical extension narrows what the list covers (a delta, a distribution point,
// another issuer's entries). To overlook one is to take "not listed here" for "not revoked".
function refuseCritical(extensions: Extension[] = []): void {
  const critical = extensions.find((extension) => extension.critical)
  if (critical) throw new Error(`its critical extension ${critical.extnID} is not understood`)
}

function sameDer(one: object, other: object): boolean {
  return Buffer.from(AsnConvert.serialize(one)).equals(Buffer.from(AsnConvert.serialize(other)))
}

export type RevocationList = { serials: ReadonlySet<string>; thisUpdate: Date; nextUpdate: Date }
