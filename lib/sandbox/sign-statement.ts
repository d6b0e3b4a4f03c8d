import 'reflect-metadata'
import 'server-only'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import * as x509 from '@peculiar/x509'
import { type FlattenedJWS, FlattenedSign } from 'jose'
import { z } from 'zod'
import { subjectOf } from '@/lib/sandbox/create-authorities'
import { generateSealKeys, keyToPem, PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { newSerial } from '@/lib/sandbox/sign-certificate'

const DAY_MS = 86_400_000
const VALID_MS = 3652 * DAY_MS
const CLOCK_SKEW_MS = 300_000
const HOUR_MS = 3_600_000
const RSA_SHA256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

const SIGNED = z.object({ payload: z.string(), protected: z.string(), signature: z.string() })
const HEAD = z.looseObject({ sequence: z.number(), issued: z.iso.datetime() })

/** For who holds the folder: a key that signs the trusted list and the snapshots of the register, where there is none. */
export async function ensureListSigner(folder: string, now: Date): Promise<void> {
  const { listSigner, listSignerKey } = sandboxPaths(folder)
  if (existsSync(listSigner) && existsSync(listSignerKey)) {
    const certificate = new X509Certificate(readFileSync(listSigner))
    const isRsa = certificate.publicKey.asymmetricKeyType === 'rsa'
    if (isRsa && certificate.checkPrivateKey(createPrivateKey(readFileSync(listSignerKey)))) return
  }
  // RSA: what signs XML in the EU's lists, and what libraries for XML know.
  const keys = await generateSealKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: subjectOf('Placet Sandbox scheme operator'),
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter: new Date(now.getTime() + VALID_MS),
    keys,
    signingAlgorithm: RSA_SHA256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      // TS 119 612 5.7.1: id-tsl-kp-tslSigning.
      new x509.ExtendedKeyUsageExtension(['0.4.0.2231.3.0']),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  writeAtomically(listSignerKey, await keyToPem(keys.privateKey), PRIVATE)
  writeAtomically(listSigner, `${certificate.toString('pem')}\n`)
}

/**
 * For who holds the folder: signs a statement of the scheme operator as a flattened JWS (RFC 7515 7.2.2, PS256) and puts it in
 * place, if what it says has changed or the last one is an hour old. Each has a number above the one before.
 */
export async function publishStatement({
  folder,
  path,
  type,
  content,
  now,
  validMs,
}: Publish): Promise<void> {
  const { listSigner, listSignerKey } = sandboxPaths(folder)
  const certificate = new X509Certificate(readFileSync(listSigner))
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
  const last = readStatement(path)
  const isSame = last !== null && last.thumbprint === thumbprint && isSameContent(last.content, content)
  if (last && isSame && now.getTime() - last.issued.getTime() < HOUR_MS) return
  const statement = {
    sequence: (last?.sequence ?? 0) + 1,
    issued: now.toISOString(),
    nextUpdate: new Date(now.getTime() + validMs).toISOString(),
    ...content,
  }
  const jws = await new FlattenedSign(Buffer.from(JSON.stringify(statement)))
    .setProtectedHeader({ alg: 'PS256', typ: type, 'x5t#S256': thumbprint })
    .sign(createPrivateKey(readFileSync(listSignerKey)))
  writeAtomically(path, `${JSON.stringify(jws satisfies FlattenedJWS)}\n`)
}

/** A published statement without its signature, for people; null before the first. */
export function readStatement(path: string) {
  if (!existsSync(path)) return null
  const { payload, protected: header } = SIGNED.parse(JSON.parse(readFileSync(path, 'utf8')))
  const { sequence, issued, nextUpdate, ...content } = HEAD.parse(fromBase64Url(payload))
  const { 'x5t#S256': thumbprint } = z.looseObject({ 'x5t#S256': z.string() }).parse(fromBase64Url(header))
  return { sequence, issued: new Date(issued), nextUpdate, content, thumbprint }
}

function isSameContent(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function fromBase64Url(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
}

type Publish = {
  folder: string
  path: string
  /** `typ` of the header: so that a list is never taken for a snapshot. */
  type: string
  content: object
  now: Date
  validMs: number
}
