import 'reflect-metadata'
import 'server-only'
import { join } from 'node:path'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { drawBlueprint } from '@/lib/sandbox/blueprint'
import { readRegister, writeRegister } from '@/lib/sandbox/certificate-register'
import { generateKeys, generateSealKeys, keyToPem, PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signTppCertificate } from '@/lib/sandbox/sign-certificate'

const FILES = [
  { use: 'web', file: 'qwac' },
  { use: 'eseal', file: 'qsealc' },
] as const

/**
 * Issues a QWAC and a QSealC to an organisation and writes qwac.pem, qwac.key, qsealc.pem, qsealc.key and
 * chain.pem (issuing CA, then root) to `out`. A second issue is a renewal: the first pair stays valid.
 */
export async function issueTppCertificates({
  folder,
  out,
  now = new Date(),
  ...tpp
}: IssueTpp): Promise<void> {
  const paths = sandboxPaths(folder)
  const root = await readAuthority(paths.ca, 'root')
  const issuer = await readAuthority(paths.ca, 'issuing')
  const { organizationIdentifier, name } = tpp
  for (const { use, file } of FILES) {
    const keys = await (use === 'web' ? generateKeys() : generateSealKeys())
    const blueprint = drawBlueprint({ ...tpp, use, now })
    const certificate = await signTppCertificate({ blueprint, publicKey: keys.publicKey, issuer })
    // Into the register first: a certificate that is out but unknown could never be revoked.
    const entry = { serial: certificate.serialNumber, organizationIdentifier, name, use }
    const issued = { ...entry, issuedAt: now.toISOString(), revokedAt: null }
    writeRegister(folder, [...readRegister(folder), issued])
    writeAtomically(join(out, `${file}.key`), await keyToPem(keys.privateKey), PRIVATE)
    writeAtomically(join(out, `${file}.pem`), `${certificate.toString('pem')}\n`)
  }
  writeAtomically(join(out, 'chain.pem'), issuer.pem + root.pem)
}

type IssueTpp = {
  folder: string
  organizationIdentifier: string
  name: string
  roles: readonly PspRole[]
  out: string
  now?: Date
  hosts?: readonly string[]
}
