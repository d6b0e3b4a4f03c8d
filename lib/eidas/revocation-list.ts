import { constants, verify } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier, CRLReasons, Name } from '@peculiar/asn1-x509'
import { type DerElement, derElements, elementsOf } from '@/lib/eidas/der-elements'
import { type ParsedCertificate, serialToHex } from '@/lib/eidas/parse-certificate'
import { readSignatureAlgorithm } from '@/lib/eidas/signature-algorithm'

export const LIST_BYTES_MAX = 2 * 1_024 * 1_024

const PEM = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/
const CLOCK_SKEW_MS = 60_000

const [INTEGER, BIT_STRING, OCTET_STRING, OID, SEQUENCE, BOOLEAN] = [0x02, 0x03, 0x04, 0x06, 0x30, 0x01]
const [UTC_TIME, GENERALIZED_TIME, EXTENSIONS] = [0x17, 0x18, 0xa0]
const TIMES = [UTC_TIME, GENERALIZED_TIME]

/** Object identifiers as DER writes them. */
const REASON_CODE = '551d15'
/** Whatever their mark: a list of a part (issuingDistributionPoint) and a list of changes (deltaCRLIndicator). */
const PARTIAL = ['551d1c', '551d1b']

/**
 * Reads an authority's revocation list, DER or PEM, and throws unless that authority signed it and all of it
 * is understood. Whether it is fresh depends on the moment of use: see `isFresh`.
 */
export function readRevocationList(file: Buffer, authority: ParsedCertificate): RevocationList {
  if (file.length > LIST_BYTES_MAX) throw new Error('it is too large')
  const [, base64] = file[0] === SEQUENCE ? [] : (PEM.exec(file.toString('latin1')) ?? [])
  const [tbs, signatureAlgorithm, signature] = elementsOf(
    base64 ? Buffer.from(base64, 'base64') : file,
    SEQUENCE,
  )
  if (!tbs || !signatureAlgorithm || signature?.tag !== BIT_STRING)
    throw new Error('it is no revocation list')
  const { algorithm, issuer, thisUpdate, nextUpdate, entries, extensions } = readFields(tbs)

  if (!sameName(AsnConvert.parse(new Uint8Array(issuer.raw), Name), authority.subject))
    throw new Error('it is of another issuer')
  if (!authority.keyUsage.includes('crlSign')) throw new Error('its issuer may not sign revocation lists')
  if (!algorithm.raw.equals(signatureAlgorithm.raw)) throw new Error('its signature algorithm is not allowed')
  requireSignature(tbs, signatureAlgorithm, signature, authority)

  refuseCritical(extensions)
  const partial = extensions.find(({ id }) => PARTIAL.includes(id))
  if (partial) throw new Error('it is a part of a list')
  if (!nextUpdate) throw new Error('it does not say when the next one comes')
  return { serials: readEntries(entries), thisUpdate: readTime(thisUpdate), nextUpdate: readTime(nextUpdate) }
}

/** Whether a list speaks for this moment. A stale one may lack the revocation that matters. */
export function isFresh({ thisUpdate, nextUpdate }: RevocationList, now: Date): boolean {
  return thisUpdate.getTime() <= now.getTime() + CLOCK_SKEW_MS && now < nextUpdate
}

/** A reason code of RFC 5280 5.3.1 by its name; null for none, `unspecified`, and what nobody has defined. */
export function reasonOf(code: number | undefined): RevocationReason | null {
  return REASONS.get(code ?? 0) ?? null
}

const REASONS = new Map(
  Object.entries(CRLReasons).flatMap(([name, code]): [number, RevocationReason][] =>
    typeof code === 'number' && code !== CRLReasons.unspecified ? [[code, name as RevocationReason]] : [],
  ),
)

/** RFC 5280 5.1. `version` and `revokedCertificates` are optional, and so, to the schema, is `nextUpdate`. */
function readFields(tbs: DerElement): Fields {
  const left = elementsOf(tbs.raw, SEQUENCE)
  const take = (...tags: readonly number[]) => (tags.includes(left[0]?.tag ?? -1) ? left.shift() : undefined)
  const version = take(INTEGER)
  const [algorithm, issuer, thisUpdate] = [take(SEQUENCE), take(SEQUENCE), take(...TIMES)]
  const [nextUpdate, entries, extensions] = [take(...TIMES), take(SEQUENCE), take(EXTENSIONS)]
  if (!algorithm || !issuer || !thisUpdate || left.length > 0) throw new Error('it is no revocation list')
  if (version && version.content.toString('hex') !== '01') throw new Error('it is of an unknown version')
  return {
    algorithm,
    issuer,
    thisUpdate,
    nextUpdate,
    entries,
    extensions: extensions ? readExtensions(extensions.content) : [],
  }
}

function requireSignature(
  tbs: DerElement,
  algorithm: DerElement,
  signature: DerElement,
  { x509 }: ParsedCertificate,
): void {
  // A copy: a Buffer may be a window on a pool that other data shares, and the parser reads the whole.
  const known = readSignatureAlgorithm(AsnConvert.parse(new Uint8Array(algorithm.raw), AlgorithmIdentifier))
  if (!known) throw new Error('its signature algorithm is not allowed')
  const padding = known.pss ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {}
  // The first octet of a bit string counts unused bits.
  const isSigned =
    signature.content[0] === 0 &&
    verify(known.hash, tbs.raw, { key: x509.publicKey, ...padding }, signature.content.subarray(1))
  if (!isSigned) throw new Error('its signature is not by its issuer')
}

function readEntries(entries: DerElement | undefined): RevocationList['serials'] {
  const serials = new Map<string, Revoked>()
  for (const entry of derElements(entries?.content ?? Buffer.alloc(0))) {
    const [serial, time, extensions, ...more] = elementsOf(entry.raw, SEQUENCE)
    if (serial?.tag !== INTEGER || !time || more.length > 0)
      throw new Error('one of its entries cannot be read')
    const stated = extensions ? readExtensions(extensions.raw) : []
    refuseCritical(stated)
    const code = stated.find(({ id }) => id === REASON_CODE)?.value
    // ENUMERATED of one octet.
    const reason = reasonOf(code?.length === 3 && code[0] === 0x0a ? code[2] : undefined)
    // RFC 5280 5.3.1: what was on hold and is released.
    if (reason === 'removeFromCRL') continue
    serials.set(serialToHex(new Uint8Array(serial.content).buffer), { at: readTime(time), reason })
  }
  return serials
}

function readExtensions(der: Buffer): Extension[] {
  return elementsOf(der, SEQUENCE).map(({ raw }) => {
    const [id, second, third] = elementsOf(raw, SEQUENCE)
    const value = third ?? second
    if (id?.tag !== OID || value?.tag !== OCTET_STRING)
      throw new Error('one of its extensions cannot be read')
    const critical = third !== undefined
    if (critical && second?.tag !== BOOLEAN) throw new Error('one of its extensions cannot be read')
    return { id: id.content.toString('hex'), critical, value: value.content }
  })
}

// RFC 5280 5.2 and 5.3: a critical extension narrows what the list covers (a delta, a distribution point,
// another issuer's entries). To overlook one is to take "not listed here" for "not revoked".
function refuseCritical(extensions: readonly Extension[]): void {
  const critical = extensions.find((extension) => extension.critical)
  if (critical) throw new Error(`its critical extension ${critical.id} is not understood`)
}

/** RFC 5280 4.1.2.5: seconds and Zulu; two digits of a year are of 1950 to 2049. */
function readTime({ tag, content }: DerElement): Date {
  const text = content.toString('latin1')
  const [, year = '', rest = ''] = /^(\d{2}|\d{4})(\d{10})Z$/.exec(text) ?? []
  const isTime = TIMES.includes(tag) && year.length === (tag === UTC_TIME ? 2 : 4)
  const full = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  const [, month, day, hour, minute, second] = /(..)(..)(..)(..)(..)/.exec(rest) ?? []
  const time = new Date(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (!isTime || Number.isNaN(time.getTime())) throw new Error('one of its times cannot be read')
  return time
}

function sameName(one: Name, other: Name): boolean {
  return Buffer.from(AsnConvert.serialize(one)).equals(Buffer.from(AsnConvert.serialize(other)))
}

type Revoked = { at: Date; reason: RevocationReason | null }
/** `serials` by number, as `serialToHex` writes it; unique per issuer only. */
export type RevocationList = { serials: ReadonlyMap<string, Revoked>; thisUpdate: Date; nextUpdate: Date }
export type RevocationReason = keyof typeof CRLReasons
type Extension = { id: string; critical: boolean; value: Buffer }
type Fields = {
  algorithm: DerElement
  issuer: DerElement
  thisUpdate: DerElement
  nextUpdate: DerElement | undefined
  entries: DerElement | undefined
  extensions: Extension[]
}
