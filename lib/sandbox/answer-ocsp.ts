import 'reflect-metadata'
import 'server-only'
import { createHash } from 'node:crypto'
import * as ocsp from '@peculiar/asn1-ocsp'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  Certificate,
  CRLReason,
  CRLReasons,
  Name,
  SubjectPublicKeyInfo,
} from '@peculiar/asn1-x509'
import { AsnEcSignatureFormatter } from '@peculiar/x509'
import { isOneDerElement } from '@/lib/eidas/der'
import { type Certified, certifiedBy } from '@/lib/sandbox/certified-by'
import { SIGNING_ALGORITHM } from '@/lib/sandbox/key-files'
import { readOcspSigner } from '@/lib/sandbox/ocsp-signer'
import { readListedAuthorities } from '@/lib/sandbox/practice-authorities'
import { USUAL_REASON } from '@/lib/sandbox/revocation-reasons'
import { type Authority, readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const VALID_MS = 3_600_000
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const EC_KEY = { name: 'ECDSA', namedCurve: 'P-256' }
const HASHES: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const REQUESTS_MAX = 8
const NONCE_LENGTH_MAX = 32

/**
 * Answers an OCSP request (RFC 6960) about certificates of one CA of the sandbox, DER. Never-issued serials are unknown, a
 * nonce comes back, times are whole seconds. What cannot be answered gets an unsigned status: malformed, or unauthorized for
 * a CA that is none of the sandbox's.
 */
export async function answerOcsp({ folder, request, now }: AnswerOcsp): Promise<Buffer> {
  const asked = readRequest(request)
  if (!asked) return unsigned(ocsp.OCSPResponseStatus.malformedRequest)
  const issuer = await findIssuer(folder, asked.ids)
  if (!issuer) return unsigned(ocsp.OCSPResponseStatus.unauthorized)
  const thisUpdate = new Date(Math.floor(now.getTime() / 1000) * 1000)
  const nextUpdate = new Date(thisUpdate.getTime() + VALID_MS)
  const certified = await certifiedBy({ folder, ca: issuer.name, now })
  const responses = asked.ids.map(
    (certID) =>
      new ocsp.SingleResponse({ certID, certStatus: statusOf(certID, certified), thisUpdate, nextUpdate }),
  )
  return await signed({
    folder,
    issuer,
    data: { responses, producedAt: thisUpdate, ...(asked.nonce && { responseExtensions: [asked.nonce] }) },
  })
}

/** Says no without a signature, which nobody may take for an answer: the responder is to be asked later. */
export function tryLater(): Buffer {
  return unsigned(ocsp.OCSPResponseStatus.tryLater)
}

function readRequest(request: Uint8Array) {
  if (!isOneDerElement(request)) return null
  try {
    const { tbsRequest } = AsnConvert.parse(new Uint8Array(request), ocsp.OCSPRequest)
    const ids = tbsRequest.requestList.map(({ reqCert }) => reqCert)
    const extensions = tbsRequest.requestExtensions ?? []
    const nonce = extensions.find(({ extnID }) => extnID === ocsp.id_pkix_ocsp_nonce)
    if (ids.length === 0 || ids.length > REQUESTS_MAX) return null
    if (extensions.some(({ critical, extnID }) => critical && extnID !== ocsp.id_pkix_ocsp_nonce)) return null
    if (nonce && !isNonce(nonce.extnValue.buffer)) return null
    return { ids, nonce }
  } catch {
    return null
  }
}

// RFC 8954 2.1.
function isNonce(value: ArrayBuffer): boolean {
  const { byteLength } = AsnConvert.parse(value, OctetString)
  return byteLength >= 1 && byteLength <= NONCE_LENGTH_MAX
}

/** The one CA that all of the request is about: an answer has one signature, and that speaks for one CA. */
async function findIssuer(folder: string, ids: readonly ocsp.CertID[]): Promise<Authority | null> {
  const authorities = [
    await readAuthority(sandboxPaths(folder).ca, 'root'),
    ...(await readListedAuthorities(folder)),
  ]
  return authorities.find((authority) => ids.every((id) => isOf(id, authority))) ?? null
}

function isOf(
  { hashAlgorithm, issuerNameHash, issuerKeyHash }: ocsp.CertID,
  { certificate }: Authority,
): boolean {
  const hash = HASHES[hashAlgorithm.algorithm]
  if (!hash) return false
  const digest = (bytes: ArrayBuffer) => createHash(hash).update(Buffer.from(bytes)).digest()
  return (
    digest(certificate.subjectName.toArrayBuffer()).equals(Buffer.from(issuerNameHash.buffer)) &&
    digest(keyBits(certificate.publicKey.rawData)).equals(Buffer.from(issuerKeyHash.buffer))
  )
}

function statusOf({ serialNumber }: ocsp.CertID, certified: readonly Certified[]): ocsp.CertStatus {
  const serial = Buffer.from(serialNumber)
    .toString('hex')
    .replace(/^(00)+/, '')
  const found = certified.find((one) => one.serial === serial)
  if (!found) return new ocsp.CertStatus({ unknown: null })
  if (!found.revokedAt) return new ocsp.CertStatus({ good: null })
  const revocationTime = new Date(Math.floor(found.revokedAt.getTime() / 1000) * 1000)
  const revocationReason = new CRLReason(CRLReasons[found.reason ?? USUAL_REASON])
  return new ocsp.CertStatus({ revoked: new ocsp.RevokedInfo({ revocationTime, revocationReason }) })
}

async function signed({ folder, issuer, data }: Signed): Promise<Buffer> {
  // The issuing CA has a responder with a certificate of its own; the others sign for themselves. A bank must take both.
  const signer = issuer.name === 'issuing' ? await readOcspSigner(folder) : null
  const responderID = signer
    ? { byKey: new ocsp.KeyHash(sha1(keyBits(signer.certificate.publicKey.rawData))) }
    : { byName: AsnConvert.parse(issuer.certificate.subjectName.toArrayBuffer(), Name) }
  const tbsResponseData = new ocsp.ResponseData({ ...data, responderID: new ocsp.ResponderID(responderID) })
  const { privateKey } = signer ?? issuer
  const raw = await crypto.subtle.sign(SIGNING_ALGORITHM, privateKey, AsnConvert.serialize(tbsResponseData))
  const signature = new AsnEcSignatureFormatter().toAsnSignature(EC_KEY, raw)
  if (!signature) throw new Error('The key of a CA of the sandbox is on P-256')
  const response = new ocsp.BasicOCSPResponse({
    tbsResponseData,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 }),
    signature,
    ...(signer && { certs: [AsnConvert.parse(signer.certificate.rawData, Certificate)] }),
  })
  const responseBytes = new ocsp.ResponseBytes({
    responseType: ocsp.id_pkix_ocsp_basic,
    response: new OctetString(AsnConvert.serialize(response)),
  })
  const responseStatus = ocsp.OCSPResponseStatus.successful
  return Buffer.from(AsnConvert.serialize(new ocsp.OCSPResponse({ responseStatus, responseBytes })))
}

function unsigned(responseStatus: ocsp.OCSPResponseStatus): Buffer {
  return Buffer.from(AsnConvert.serialize(new ocsp.OCSPResponse({ responseStatus })))
}

/** The public key without its algorithm, as RFC 6960 hashes it. */
function keyBits(spki: ArrayBuffer): ArrayBuffer {
  return AsnConvert.parse(spki, SubjectPublicKeyInfo).subjectPublicKey
}

function sha1(bytes: ArrayBuffer): ArrayBuffer {
  // A copy: a Buffer may be a window on a pool that other data shares, and the serialiser writes the whole.
  return new Uint8Array(createHash('sha1').update(Buffer.from(bytes)).digest()).buffer
}

type AnswerOcsp = { folder: string; request: Uint8Array; now: Date }
type Signed = { folder: string; issuer: Authority; data: Partial<ocsp.ResponseData> }
