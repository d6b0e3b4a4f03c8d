import 'reflect-metadata'
import 'server-only'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { id_pkix_ocsp_nocheck } from '@peculiar/asn1-ocsp'
import * as x509 from '@peculiar/x509'
import { subjectOf } from '@/lib/sandbox/create-authorities'
import { generateKeys, keyFromPem, keyToPem, PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signCertificate } from '@/lib/sandbox/sign-certificate'

const DAY_MS = 86_400_000
const VALID_MS = 90 * DAY_MS
const RENEW_BEFORE_END_MS = 30 * DAY_MS
const CLOCK_SKEW_MS = 300_000

/** For who holds the folder: certifies a key that signs OCSP answers for the issuing CA, where there is none in time. */
export async function ensureOcspSigner(folder: string, now: Date): Promise<void> {
  if (!isDue(folder, now)) return
  const { ca, ocspCertificate, ocspKey } = sandboxPaths(folder)
  const issuer = await readAuthority(ca, 'issuing')
  const keys = await generateKeys()
  const certificate = await signCertificate({
    issuer,
    publicKey: keys.publicKey,
    subject: subjectOf('Placet Sandbox QTSP, OCSP'),
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter: new Date(now.getTime() + VALID_MS),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.ocspSigning]),
      // RFC 6960 4.2.2.2.1: nobody asks whether the responder's own certificate was revoked.
      new x509.Extension(id_pkix_ocsp_nocheck, false, new Uint8Array([5, 0])),
    ],
  })
  writeAtomically(ocspKey, await keyToPem(keys.privateKey), PRIVATE)
  writeAtomically(ocspCertificate, `${certificate.toString('pem')}\n`)
}

/** Throws if `ensureOcspSigner` has not run. */
export async function readOcspSigner(folder: string) {
  const { ocspCertificate, ocspKey } = sandboxPaths(folder)
  return {
    certificate: new x509.X509Certificate(readFileSync(ocspCertificate, 'utf8')),
    privateKey: await keyFromPem(readFileSync(ocspKey, 'utf8')),
  }
}

function isDue(folder: string, now: Date): boolean {
  const { ca, ocspCertificate, ocspKey } = sandboxPaths(folder)
  if (!existsSync(ocspCertificate) || !existsSync(ocspKey)) return true
  const certificate = new X509Certificate(readFileSync(ocspCertificate))
  // A kill between the two files leaves a pair that does not fit.
  if (!certificate.checkPrivateKey(createPrivateKey(readFileSync(ocspKey)))) return true
  if (!certificate.verify(new X509Certificate(readFileSync(`${ca}/issuing.pem`)).publicKey)) return true
  return certificate.validToDate.getTime() - now.getTime() < RENEW_BEFORE_END_MS
}
