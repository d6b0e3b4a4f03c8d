import { constants, verify } from 'node:crypto'
import {
  BasicOCSPResponse,
  type CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  OCSPResponse,
  OCSPResponseStatus,
  type ResponderID,
  type SingleResponse,
} from '@peculiar/asn1-ocsp'
import { AsnConvert } from '@peculiar/asn1-schema'
import type { Extension } from '@peculiar/asn1-x509'
import { isCertificateId, keyIdOf } from '@/lib/eidas/ocsp-request'
import { type ParsedCertificate, parseCertificate } from '@/lib/eidas/parse-certificate'
import { type RevocationReason, reasonOf } from '@/lib/eidas/revocation-list'
import { readSignatureAlgorithm } from '@/lib/eidas/signature-algorithm'

export const OCSP_BYTES_MAX = 64 * 1_024
const CERTIFICATES_MAX = 5
const CLOCK_SKEW_MS = 60_000
/** An answer that does not say when the next one comes is only worth something while it is new. */
const WITHOUT_NEXT_UPDATE_MS = 15 * 60_000
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

/**
 * Reads what a responder said about one certificate (RFC 6960 4.2) and throws plain errors unless it is an answer: signed
 * by the issuing CA, or by a certificate that this CA itself issued for the purpose; about this very certificate; of this
 * time; with our nonce if it has one (RFC 5019 responders leave it out).
 */
export function readOcspResponse({ body, issuer, serial, nonce, now }: ReadOcspResponse): OcspAnswer {
  if (body.length > OCSP_BYTES_MAX) throw new Error('it is too large')
  const { responseStatus, responseBytes } = AsnConvert.parse(new Uint8Array(body), OCSPResponse)
  // 4.2.1: an error carries no signature, so anybody on the way can make one. It says nothing about the certificate.
  if (responseStatus !== OCSPResponseStatus.successful)
    throw new Error(
      `the responder answered with the error ${OCSPResponseStatus[responseStatus] ?? 'unknown'}`,
    )
  if (responseBytes?.responseType !== id_pkix_ocsp_basic) throw new Error('it is no basic OCSP response')
  const basic = AsnConvert.parse(responseBytes.response.buffer, BasicOCSPResponse)
  const { responderID, responses, responseExtensions } = basic.tbsResponseData
  requireSignature(basic, signersOf(basic, { issuer, now }).filter(isNamed(responderID)))
  refuseCritical(responseExtensions)
  requireNonce(responseExtensions, nonce)
  const [single, ...more] = responses.filter(({ certID }) => isCertificateId(certID, { issuer, serial }))
  if (!single) throw new Error('it is about another certificate')
  if (more.length > 0) throw new Error('it says two things about one certificate')
  refuseCritical(single.singleExtensions)
  return { ...readStatus(single.certStatus), ...readTimes(single, now) }
}

// Over the bytes that arrived: written anew they may differ.
function requireSignature(basic: BasicOCSPResponse, signers: readonly ParsedCertificate[]): void {
  const algorithm = readSignatureAlgorithm(basic.signatureAlgorithm)
  if (!algorithm) throw new Error('its signature algorithm is not allowed')
  const padding = algorithm.pss ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {}
  const { tbsResponseDataRaw: raw, signature } = basic
  const isSigner = ({ x509 }: ParsedCertificate) =>
    raw &&
    verify(algorithm.hash, Buffer.from(raw), { key: x509.publicKey, ...padding }, Buffer.from(signature))
  if (!signers.some(isSigner))
    throw new Error('its signature is neither by the issuing CA nor by a responder of it')
}

/** Who may answer for a CA (RFC 6960 4.2.2.2): itself, or whom it certified directly, for this and at this time. */
function signersOf({ certs = [] }: BasicOCSPResponse, { issuer, now }: Issuer): ParsedCertificate[] {
  const responders = certs.slice(0, CERTIFICATES_MAX).flatMap((certificate) => {
    try {
      return parseCertificate(Buffer.from(AsnConvert.serialize(certificate)))
    } catch {
      // One that cannot be read signs nothing; another may have signed.
      return []
    }
  })
  const isDelegated = ({ x509, extendedKeyUsage }: ParsedCertificate) =>
    extendedKeyUsage.includes(OCSP_SIGNING) &&
    x509.checkIssued(issuer.x509) &&
    x509.verify(issuer.x509.publicKey) &&
    x509.validFromDate <= now &&
    now <= x509.validToDate
  return [issuer, ...responders.filter(isDelegated)]
}

const isNamed = (responder: ResponderID) => (signer: ParsedCertificate) => {
  const name = (of: object) => Buffer.from(AsnConvert.serialize(of))
  if (responder.byName) return name(responder.byName).equals(name(signer.subject))
  return responder.byKey ? keyIdOf(signer).equals(Buffer.from(responder.byKey.buffer)) : false
}

function requireNonce(extensions: readonly Extension[] = [], nonce: Uint8Array): void {
  const stated = extensions.filter(({ extnID }) => extnID === id_pkix_ocsp_nonce)
  const own = Buffer.concat([Buffer.from([0x04, nonce.length]), nonce])
  if (!stated.every(({ extnValue }) => Buffer.from(extnValue.buffer).equals(own)))
    throw new Error('it is the answer to another question: its nonce differs')
}

// A critical extension changes what an answer means. Not to know it is not to know the answer.
function refuseCritical(extensions: readonly Extension[] = []): void {
  const critical = extensions.find(
    (extension) => extension.critical && extension.extnID !== id_pkix_ocsp_nonce,
  )
  if (critical) throw new Error(`its critical extension ${critical.extnID} is not understood`)
}

// Negated, so that an unreadable date refuses too.
function readTimes({ thisUpdate, nextUpdate: stated }: SingleResponse, now: Date) {
  const nextUpdate = stated ?? new Date(thisUpdate.getTime() + WITHOUT_NEXT_UPDATE_MS)
  if (!(thisUpdate.getTime() <= now.getTime() + CLOCK_SKEW_MS)) throw new Error('it is of the future')
  if (!(now.getTime() - CLOCK_SKEW_MS <= nextUpdate.getTime())) throw new Error('it is too old')
  return { thisUpdate, nextUpdate }
}

function readStatus({ good, revoked, unknown }: CertStatus): Status {
  const nothing = { revokedAt: null, reason: null }
  if (revoked) {
    const { revocationTime, revocationReason } = revoked
    return { status: 'revoked', revokedAt: revocationTime, reason: reasonOf(revocationReason?.reason) }
  }
  if (good === null && unknown === undefined) return { status: 'good', ...nothing }
  return { status: 'unknown', ...nothing }
}

type Issuer = { issuer: ParsedCertificate; now: Date }
type ReadOcspResponse = Issuer & { body: Uint8Array; serial: string; nonce: Uint8Array }
type Status = {
  status: 'good' | 'revoked' | 'unknown'
  /** Only of a revoked one. */
  revokedAt: Date | null
  reason: RevocationReason | null
}
export type OcspAnswer = Status & { thisUpdate: Date; nextUpdate: Date }
