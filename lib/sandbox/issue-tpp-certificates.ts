import 'reflect-metadata'
import 'server-only'
import { join } from 'node:path'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { drawBlueprint } from '@/lib/sandbox/blueprint'
import { identityOf, keepIssued, newEntry } from '@/lib/sandbox/certificate-register'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { newInstitution, readInstitutions, writeInstitutions } from '@/lib/sandbox/institutions'
import { generateKeys, generateSealKeys, keyToPem, PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { keyOf } from '@/lib/sandbox/read-certificate-request'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signTppCertificate } from '@/lib/sandbox/sign-certificate'

const FILES = [
  { use: 'web', file: 'qwac' },
  { use: 'eseal', file: 'qsealc' },
] as const

/**
 * For who runs the sandbox: issues a QWAC and a QSealC as told, and licenses the organisation first where the register has it
 * not. Writes qwac.pem, qwac.key, qsealc.pem, qsealc.key and chain.pem (issuing CA, then root) to `out`. A second issue is a
 * renewal: the first pair stays valid. What the register says of an organisation that it has is not changed.
 */
export async function issueTppCertificates({
  folder,
  out,
  now = new Date(),
  ...tpp
}: IssueTpp): Promise<void> {
  const { ca } = sandboxPaths(folder)
  const root = await readAuthority(ca, 'root')
  const issuer = await readAuthority(ca, 'issuing')
  for (const { use, file } of FILES) {
    const keys = await (use === 'web' ? generateKeys() : generateSealKeys())
    const key = keyOf(await crypto.subtle.exportKey('spki', keys.publicKey))
    const drawn = drawBlueprint({ ...tpp, use, now })
    const certificate = await signTppCertificate({ blueprint: drawn, publicKey: keys.publicKey, issuer })
    const pem = `${certificate.toString('pem')}\n`
    const blueprint = { ...drawn, hosts: use === 'web' ? (tpp.hosts ?? []) : [] }
    const entry = newEntry({ certificate, blueprint, roles: tpp.roles, key, ca: issuer.name, now })
    await holdFolder(folder, () => {
      licenseIfUnknown({ ...tpp, folder, now })
      keepIssued(folder, { entry, pem })
    })
    writeAtomically(join(out, `${file}.key`), await keyToPem(keys.privateKey), PRIVATE)
    writeAtomically(join(out, `${file}.pem`), pem)
  }
  writeAtomically(join(out, 'chain.pem'), issuer.pem + root.pem)
}

function licenseIfUnknown({
  folder,
  organizationIdentifier,
  name,
  roles,
  now,
}: Omit<IssueTpp, 'out'> & { now: Date }): void {
  const known = readInstitutions(folder)
  const id = identityOf(organizationIdentifier)
  if (known.some((institution) => institution.id === id)) return
  writeInstitutions(folder, [...known, newInstitution({ id, name, brands: [], roles, since: now })])
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
