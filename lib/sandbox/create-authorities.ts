import 'reflect-metadata'
import 'server-only'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { generateKeys, keyToPem, PRIVATE, SIGNING_ALGORITHM, writeAtomically } from '@/lib/sandbox/key-files'
import { type Authority, authorityFiles, type CaName } from '@/lib/sandbox/sandbox-folder'
import { newSerial, signCertificate } from '@/lib/sandbox/sign-certificate'

const TEN_YEARS_MS = 3652 * 86_400_000
const CLOCK_SKEW_MS = 300_000
const UNFINISHED = '.ca-'
const USAGES = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign

/**
 * Makes the root and the issuing CA in `<folder>/ca`. They are written aside and moved there as a whole, so
 * that after kill -9 there are both or none; what an earlier attempt left is cleared away.
 */
export async function createAuthorities({ folder, now }: { folder: string; now: Date }): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(UNFINISHED))) {
    rmSync(join(folder, name), { recursive: true })
  }
  const aside = mkdtempSync(join(folder, UNFINISHED))
  const { root, issuing } = await generateAuthorities(now)
  await keep(aside, 'root', root)
  await keep(aside, 'issuing', issuing)
  renameSync(aside, join(folder, 'ca'))
}

/** A root and an issuing CA under it, in memory only. Each call makes another pair of the same names. */
export async function generateAuthorities(now: Date): Promise<{ root: Authority; issuing: Authority }> {
  const validity = {
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter: new Date(now.getTime() + TEN_YEARS_MS),
  }
  const rootKeys = await generateKeys()
  const rootCertificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: newSerial(),
    name: subjectOf('Placet Sandbox Root'),
    keys: rootKeys,
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(USAGES, true),
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  })
  const root = toAuthority(rootCertificate, rootKeys)

  const issuingKeys = await generateKeys()
  const issuingCertificate = await signCertificate({
    ...validity,
    issuer: root,
    publicKey: issuingKeys.publicKey,
    subject: subjectOf('Placet Sandbox QTSP'),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(USAGES, true),
    ],
  })
  return { root, issuing: toAuthority(issuingCertificate, issuingKeys) }
}

function subjectOf(commonName: string): x509.Name {
  return new x509.Name([
    { C: [{ printableString: 'DK' }] },
    { O: [{ utf8String: 'Placet Sandbox' }] },
    { CN: [{ utf8String: commonName }] },
  ])
}

function toAuthority(certificate: x509.X509Certificate, { privateKey }: CryptoKeyPair): Authority {
  return { pem: `${certificate.toString('pem')}\n`, certificate, privateKey }
}

async function keep(folder: string, name: CaName, { pem, privateKey }: Authority): Promise<void> {
  const files = authorityFiles(folder, name)
  writeAtomically(files.certificate, pem)
  writeAtomically(files.key, await keyToPem(privateKey), PRIVATE)
}
