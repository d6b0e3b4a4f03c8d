import 'reflect-metadata'
import 'server-only'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { generateKeys, keyToPem, PRIVATE, SIGNING_ALGORITHM, writeAtomically } from '@/lib/sandbox/key-files'
import { type Authority, authorityFiles } from '@/lib/sandbox/sandbox-folder'
import { newSerial, signCertificate } from '@/lib/sandbox/sign-certificate'

const TEN_YEARS_MS = 3652 * 86_400_000
const CLOCK_SKEW_MS = 300_000
const UNFINISHED = '.ca-'
const USAGES = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign

/**
 * Makes the root and the issuing CA in `<folder>/ca`. They are written aside and moved there as a whole, so
 * that after kill -9 there are both or none.
 */
export async function createAuthorities({ folder, now }: { folder: string; now: Date }): Promise<void> {
  const { root, issuing } = await generateAuthorities(now)
  await keepAuthorities(folder, 'ca', [root, issuing])
}

/** For who holds the folder: writes CAs to a subfolder, all or none. What an earlier attempt left is cleared away. */
export async function keepAuthorities(
  folder: string,
  name: string,
  authorities: readonly Authority[],
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(UNFINISHED))) {
    rmSync(join(folder, name), { recursive: true })
  }
  const aside = mkdtempSync(join(folder, UNFINISHED))
  for (const authority of authorities) {
    const files = authorityFiles(aside, authority.name)
    writeAtomically(files.certificate, authority.pem)
    writeAtomically(files.key, await keyToPem(authority.privateKey), PRIVATE)
  }
  renameSync(aside, join(folder, name))
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
  const root = toAuthority('root', rootCertificate, rootKeys)
  return {
    root,
    issuing: await generateIssuing({ root, name: 'issuing', commonName: 'Placet Sandbox QTSP', ...validity }),
  }
}

/** An issuing CA under the root, in memory only. */
export async function generateIssuing({
  root,
  name,
  commonName,
  ...validity
}: GenerateIssuing): Promise<Authority> {
  const keys = await generateKeys()
  const subject = subjectOf(commonName)
  const certificate = await certifyIssuing({ ...validity, root, subject, publicKey: keys.publicKey })
  return toAuthority(name, certificate, keys)
}

/** The root's certificate for the key of an issuing CA. */
export async function certifyIssuing({ root, ...params }: CertifyIssuing): Promise<x509.X509Certificate> {
  return await signCertificate({
    ...params,
    issuer: root,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(USAGES, true),
    ],
  })
}

/** A name of the trust service itself. */
export function subjectOf(commonName: string): x509.Name {
  return new x509.Name([
    { C: [{ printableString: 'DK' }] },
    { O: [{ utf8String: 'Placet Sandbox' }] },
    { CN: [{ utf8String: commonName }] },
  ])
}

function toAuthority(
  name: string,
  certificate: x509.X509Certificate,
  { privateKey }: CryptoKeyPair,
): Authority {
  return { name, pem: `${certificate.toString('pem')}\n`, certificate, privateKey }
}

type GenerateIssuing = { root: Authority; name: string; commonName: string; notBefore: Date; notAfter: Date }
type CertifyIssuing = {
  root: Authority
  subject: x509.Name
  publicKey: CryptoKey | x509.PublicKey
  notBefore: Date
  notAfter: Date
}
