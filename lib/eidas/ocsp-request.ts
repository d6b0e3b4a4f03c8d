import { createHash } from 'node:crypto'
import { CertID, id_pkix_ocsp_nonce, OCSPRequest, Request, TBSRequest } from '@peculiar/asn1-ocsp'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier, Extension, SubjectPublicKeyInfo } from '@peculiar/asn1-x509'
import type { ParsedCertificate } from '@/lib/eidas/parse-certificate'

/** RFC 6960 4.3: SHA-1 here names a certificate and protects nothing; many responders know no other. */
const HASHES: Record<string, 'sha1' | 'sha256'> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
}
const SHA_1 = '1.3.14.3.2.26'

/**
 * The question whether one certificate is revoked (RFC 6960 4.1), in DER. `nonce` is 16 random bytes: an answer that repeats
 * them was made for this question, and none that somebody kept.
 */
export function buildOcspRequest({ issuer, serial, nonce }: BuildOcspRequest): Buffer {
  const bytes = copyOf(Buffer.concat([Buffer.from([0x04, nonce.length]), nonce]))
  const request = new OCSPRequest({
    tbsRequest: new TBSRequest({
      requestList: [new Request({ reqCert: certificateId({ issuer, serial }) })],
      requestExtensions: [new Extension({ extnID: id_pkix_ocsp_nonce, extnValue: new OctetString(bytes) })],
    }),
  })
  return Buffer.from(AsnConvert.serialize(request))
}

/** Whether an answer's CertID means this certificate: hashes of its issuer's name and key, and its number (RFC 6960 4.1.1). */
export function isCertificateId(stated: CertID, certificate: Certificate): boolean {
  const algorithm = stated.hashAlgorithm.algorithm
  if (!(algorithm in HASHES)) return false
  const own = certificateId(certificate, algorithm)
  return (
    sameBytes(stated.issuerNameHash.buffer, own.issuerNameHash.buffer) &&
    sameBytes(stated.issuerKeyHash.buffer, own.issuerKeyHash.buffer) &&
    sameBytes(stated.serialNumber, own.serialNumber)
  )
}

/** The SHA-1 of a public key's bits, without tag and length: how a responder names itself by its key. */
export function keyIdOf(certificate: ParsedCertificate): Buffer {
  return createHash('sha1').update(keyBitsOf(certificate)).digest()
}

function certificateId({ issuer, serial }: Certificate, algorithm = SHA_1): CertID {
  const hash = HASHES[algorithm] ?? 'sha1'
  const digest = (data: Buffer) => new OctetString(copyOf(createHash(hash).update(data).digest()))
  return new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm, parameters: new Uint8Array([0x05, 0x00]).buffer }),
    issuerNameHash: digest(Buffer.from(AsnConvert.serialize(issuer.subject))),
    issuerKeyHash: digest(keyBitsOf(issuer)),
    serialNumber: toInteger(serial),
  })
}

function keyBitsOf({ x509 }: ParsedCertificate): Buffer {
  const spki = x509.publicKey.export({ type: 'spki', format: 'der' })
  return Buffer.from(AsnConvert.parse(copyOf(spki), SubjectPublicKeyInfo).subjectPublicKey)
}

// DER: the shortest form of a positive number, so a zero before a first bit that is set.
function toInteger(hex: string): ArrayBuffer {
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  const bytes = Buffer.from(even, 'hex')
  return copyOf((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

const sameBytes = (one: ArrayBuffer, other: ArrayBuffer) => Buffer.from(one).equals(Buffer.from(other))

// A Buffer may be a window on a pool that other data shares: the library would take the whole.
function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  return copy
}

type Certificate = { issuer: ParsedCertificate; serial: string }
type BuildOcspRequest = Certificate & { nonce: Uint8Array }
