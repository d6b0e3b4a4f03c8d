import 'reflect-metadata'
import 'server-only'
import { z } from 'zod'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'
import { drawBlueprint } from '@/lib/sandbox/blueprint'
import { keepIssued, newEntry, type RegisterEntry, readRegister } from '@/lib/sandbox/certificate-register'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { getInstitution, type Institution, rolesNow } from '@/lib/sandbox/institutions'
import { note } from '@/lib/sandbox/journal'
import { generateKeys, generateSealKeys, keyToPem } from '@/lib/sandbox/key-files'
import { keyOf, type RequestedKey, readCertificateRequest } from '@/lib/sandbox/read-certificate-request'
import { type Authority, readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signTppCertificate } from '@/lib/sandbox/sign-certificate'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

export const HOSTS = z
  .array(z.string().toLowerCase().regex(HOST, 'must be a name such as api.example.com'))
  .max(10)
  .default([])

/**
 * Issues certificates to an institution of the register: name, roles and authority stand there and are asked of nobody. With
 * the key of a request, or with a new one that is handed over. Refused while the institution may act in no role.
 */
export async function issueCertificates({
  folder,
  institution: id,
  orders,
  hosts,
  now,
}: Issue): Promise<IssuedCertificate[]> {
  // Before the folder is held: a key may take a second.
  requireLicensed(getInstitution(folder, id))
  const keys = await Promise.all(orders.map(keysFor))
  return await holdFolder(folder, async () => {
    const institution = getInstitution(folder, id)
    // All before any: of an order that is refused, nothing is issued.
    if (new Set(keys.map(({ key }) => key)).size < keys.length)
      throw new TrustRefusal('key_refused', 'One key for two certificates: make a key for each.')
    for (const { key, use } of keys) requireOwnKey(readRegister(folder), { key, use, institution })
    const issued: IssuedCertificate[] = []
    for (const key of keys) issued.push(await certify({ folder, institution, hosts, now, ...key }))
    const serials = issued.map(({ serial }) => serial).join(' ')
    note(folder, { at: now, act: 'issued', by: 'qtsp', institution: institution.id, detail: serials })
    return issued
  })
}

/** For who holds the folder: certifies a proven key for an institution and keeps it in the register. */
export async function certify({
  folder,
  institution,
  use,
  hosts,
  now,
  key,
  publicKey,
  keyPem,
}: Certify): Promise<IssuedCertificate> {
  const roles = requireLicensed(institution)
  requireOwnKey(readRegister(folder), { key, use, institution })
  const { ca } = sandboxPaths(folder)
  const issuer = await readAuthority(ca, 'issuing')
  const { id, name, country } = institution
  const blueprint = drawBlueprint({ organizationIdentifier: id, name, country, roles, use, hosts, now })
  const certificate = await signTppCertificate({ blueprint, publicKey, issuer })
  const pem = `${certificate.toString('pem')}\n`
  const entry = newEntry({
    certificate,
    blueprint: { ...blueprint, hosts },
    roles,
    key,
    ca: issuer.name,
    now,
  })
  keepIssued(folder, { entry, pem })
  return { serial: entry.serial, use, pem, keyPem: keyPem ?? null, chainPem: await chainOf(folder, issuer) }
}

/** The chain above a certificate as a file: its CA, then the root. */
export async function chainOf(folder: string, issuer: Authority): Promise<string> {
  return issuer.pem + (await readAuthority(sandboxPaths(folder).ca, 'root')).pem
}

function requireLicensed(institution: Institution) {
  const roles = rolesNow(institution)
  if (roles.length > 0) return roles
  const { id, authority } = institution
  throw new TrustRefusal('inactive', `${id} has no authorisation now: ${authority} must restore it first.`)
}

async function keysFor({ use, request }: Order): Promise<Keys> {
  if (request !== undefined) return { use, ...(await readCertificateRequest(request)) }
  const pair = await (use === 'web' ? generateKeys() : generateSealKeys())
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  return { use, publicKey: pair.publicKey, key: keyOf(spki), keyPem: await keyToPem(pair.privateKey) }
}

/** THR-21: a key stands for one holder and one use, and one that was given up as stolen for nobody. */
function requireOwnKey(entries: readonly RegisterEntry[], { key, use, institution }: OwnKey): void {
  const before = entries.filter((entry) => entry.key === key)
  if (before.some(({ reason }) => reason === 'keyCompromise'))
    throw new TrustRefusal('key_refused', 'This key was revoked as compromised: make another.')
  if (before.some((entry) => entry.organizationIdentifier !== institution.id || entry.use !== use))
    throw new TrustRefusal(
      'key_refused',
      'This key is certified for another holder or use already: make another.',
    )
}

/** `keyPem` only of a key that was made here. */
export type IssuedCertificate = {
  serial: string
  use: CertificateUse
  pem: string
  keyPem: string | null
  chainPem: string
}
export type Order = { use: CertificateUse; request?: string | Uint8Array | undefined }
type Keys = {
  use: CertificateUse
  publicKey: RequestedKey['publicKey'] | CryptoKey
  key: string
  keyPem?: string
}
type Certify = Keys & { folder: string; institution: Institution; hosts: readonly string[]; now: Date }
type OwnKey = { key: string; use: CertificateUse; institution: Institution }
type Issue = {
  folder: string
  /** Its organizationIdentifier. */
  institution: string
  orders: readonly Order[]
  hosts: readonly string[]
  now: Date
}
