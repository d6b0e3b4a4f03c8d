import 'server-only'
import { constants, createHash, verify } from 'node:crypto'
import { isNameInText } from '@/lib/eidas/name-of-text'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { isRefusal, Refusal } from '@/lib/errors'
import type { VettedCertificate } from '@/lib/tpp/caller'
import { type Seal, vetSeal } from '@/lib/tpp/vet-seal'
import type { Xs2aCall } from './call'
import { BODY_BYTES_MAX } from './read-body'
import { readSignatureHeader, type SignatureHeader } from './signature-header'
import { DoorRefusal } from './tpp-messages'

/**
 * Checks that the third party itself signed this request (Berlin Group 1.3 message signing, xs2a.md 7) before its body
 * is read as anything. Throws `signature_missing`, `signature_invalid`, or the certificate's refusal, its `path` the
 * header. `caller` is whose connection it is: both certificates must name one organisation.
 */
export async function checkMessageSignature(
  call: Xs2aCall,
  caller: VettedCertificate,
  role: PspRole | null,
): Promise<void> {
  const header = call.header('signature')
  if (header === undefined)
    throw new Refusal('signature_missing', { path: 'Signature', text: 'Sign each request: send Signature.' })
  const seal = await sealOf(call.header('tpp-signature-certificate'), caller, role)
  const signature = readSignatureHeader(header)
  if (!signature)
    throw invalid('Signature', 'Signature must hold keyId, algorithm, headers and signature, once each.')
  requireKey(signature.keyId, seal)
  const names = requireHeaders(call, signature.headers)
  await requireDigest(call)
  requireSignature(call, { names, signature, seal })
}

/** What must be signed, and what may be: nothing else, so that both sides agree on what was promised. */
const ALWAYS = ['digest', 'x-request-id']
const IF_SENT = ['psu-id', 'psu-corporate-id', 'tpp-redirect-uri']
const LENIENT = ['date']

/** The standard names RSA alone. What else a certificate's key may be, no message is signed by it. */
const ALGORITHMS = new Map([
  ['rsa-sha256', 'sha256'],
  ['rsa-sha512', 'sha512'],
])
const DIGESTS = new Map([
  ['SHA-256', 'sha256'],
  ['SHA-512', 'sha512'],
])
const RSA_BITS_MIN = 2048

async function sealOf(
  text: string | undefined,
  caller: VettedCertificate,
  role: PspRole | null,
): Promise<Seal> {
  const path = 'TPP-Signature-Certificate'
  if (text === undefined)
    throw new Refusal('certificate_missing', { path, text: `Send ${path}, your QSealC in base64.` })
  const base64 = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    throw new Refusal('certificate_invalid', { path, text: `${path} must be a certificate in base64.` })
  const seal = await vet(Buffer.from(base64, 'base64'), { path, role })
  if (seal.certificate.organizationIdentifier !== caller.organizationIdentifier)
    throw new Refusal('certificate_invalid', {
      path,
      text: 'The QSealC names another organisation than the certificate of the connection.',
    })
  return seal
}

async function vet(der: Buffer, { path, role }: { path: string; role: PspRole | null }): Promise<Seal> {
  try {
    return await vetSeal({ der, role })
  } catch (thrown) {
    if (isRefusal(thrown)) throw new Refusal(thrown.code, { path, text: thrown.text })
    throw thrown
  }
}

/** The serial compared as a number, the issuer as a name: libraries write both differently. */
function requireKey(keyId: string, { certificate, issuer }: Seal): void {
  const [, serial = '', name = ''] = /^SN=(?:0x)?([0-9a-f]{1,64}),\s*CA=(.+)$/is.exec(keyId) ?? []
  const names = [name, name.replace(/\\(.)/gs, '$1')].flatMap((one) => [one, one.replaceAll('%20', ' ')])
  if (
    serial === '' ||
    BigInt(`0x${serial}`) !== BigInt(`0x${certificate.serial}`) ||
    !names.some((one) => isNameInText(issuer, one))
  )
    throw invalid('Signature', 'keyId must be SN=<serial in hex>,CA=<issuer> of TPP-Signature-Certificate.')
}

function requireHeaders(call: Xs2aCall, list: string): string[] {
  const names = list.split(' ')
  const sent = IF_SENT.filter((name) => call.header(name) !== undefined)
  const missing = [...ALWAYS, ...sent].find((name) => !names.includes(name))
  if (missing) throw invalid('Signature', `The headers of the signature lack ${missing}.`)
  const allowed = [...ALWAYS, ...sent, ...(call.header('date') === undefined ? [] : LENIENT)]
  if (names.some((name, index) => !allowed.includes(name) || names.indexOf(name) !== index))
    throw invalid('Signature', `The headers of the signature may be these, once each: ${allowed.join(' ')}.`)
  return names
}

/** Over the bytes as they came; without a body over none. */
async function requireDigest(call: Xs2aCall): Promise<void> {
  const [, algorithm = '', stated = ''] =
    /^([A-Za-z0-9-]+)=([A-Za-z0-9+/]+=*)$/.exec(call.header('digest') ?? '') ?? []
  const hash = DIGESTS.get(algorithm.toUpperCase())
  if (!hash) throw invalid('Digest', 'Send Digest as SHA-256=<base64> or SHA-512=<base64>.')
  const body = await call.readBody(BODY_BYTES_MAX)
  if (body === null) throw new DoorRefusal('body_too_large')
  if (createHash(hash).update(body).digest('base64') !== stated)
    throw invalid('Digest', 'Digest is not that of the body that arrived.')
}

function requireSignature(call: Xs2aCall, { names, signature, seal }: Signed): void {
  const hash = ALGORITHMS.get(signature.algorithm)
  if (!hash) throw invalid('Signature', 'The algorithm must be rsa-sha256 or rsa-sha512.')
  const { publicKey } = seal
  const { modulusLength = 0 } = publicKey.asymmetricKeyDetails ?? {}
  if (publicKey.asymmetricKeyType !== 'rsa' || modulusLength < RSA_BITS_MIN)
    throw invalid('TPP-Signature-Certificate', 'Messages are signed by an RSA key of 2048 bits or more.')
  // The values as they were received: what was signed and what is used are the same bytes.
  const text = names.map((name) => `${name}: ${call.header(name)}`).join('\n')
  const bytes =
    /^[A-Za-z0-9+/]+={0,2}$/.test(signature.signature) && Buffer.from(signature.signature, 'base64')
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING }
  if (!bytes || !verify(hash, Buffer.from(text, 'latin1'), key, bytes))
    throw invalid('Signature', 'The signature is not that of the headers that arrived.')
}

const invalid = (path: string, text: string) => new Refusal('signature_invalid', { path, text })

type Signed = { names: readonly string[]; signature: SignatureHeader; seal: Seal }
