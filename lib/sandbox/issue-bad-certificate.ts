import 'reflect-metadata'
import 'server-only'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { drawBlueprint } from '@/lib/sandbox/blueprint'
import { keepIssued, newEntry } from '@/lib/sandbox/certificate-register'
import { generateAuthorities } from '@/lib/sandbox/create-authorities'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { chainOf } from '@/lib/sandbox/issue-certificates'
import { generateKeys, generateUnlistedKeys, keyToPem } from '@/lib/sandbox/key-files'
import { ensurePracticeAuthorities, findSandboxAuthority } from '@/lib/sandbox/practice-authorities'
import { PRACTICE_INSTITUTIONS } from '@/lib/sandbox/practice-institutions'
import { PRESETS, type Preset, type PresetName } from '@/lib/sandbox/presets'
import { publishDueLists } from '@/lib/sandbox/publish-revocation-list'
import { keyOf } from '@/lib/sandbox/read-certificate-request'
import type { Authority } from '@/lib/sandbox/sandbox-folder'
import { signTppCertificate } from '@/lib/sandbox/sign-certificate'

/**
 * Issues a QWAC that a bank must refuse, or whose roles open less than its holder wants (`no-role`, `pi-only`, `as-only`).
 * `other-chain` comes from CAs of the same names and other keys. The QTSP knows of each but those that nobody issued, so that
 * its responder has nothing against them.
 */
export async function issueBadCertificate({
  folder,
  preset,
  now = new Date(),
  ...tpp
}: IssueBad): Promise<Issued> {
  const { change, keys: kind, issuer, register, licence }: Preset = PRESETS[preset]
  const { organizationIdentifier, name, roles } = {
    ...EXAMPLE,
    ...tpp,
    ...(licence && PRACTICE_INSTITUTIONS[licence]),
  }
  const good = drawBlueprint({ organizationIdentifier, name, roles, use: 'web', now })
  const nCAId = organizationIdentifier.slice(3).split('-', 2).join('-')
  const blueprint = { ...good, ...change?.({ good, nCAId, now }) }
  const keys = await (kind === 'unlisted' ? generateUnlistedKeys() : generateKeys())
  const { authority, chainPem } = await findIssuer({ folder, issuer, now })
  const certificate = await signTppCertificate({ blueprint, publicKey: keys.publicKey, issuer: authority })
  const pem = `${certificate.toString('pem')}\n`
  if (register !== 'none' && issuer !== 'look-alike') {
    const key = keyOf(await crypto.subtle.exportKey('spki', keys.publicKey))
    const entry = newEntry({ certificate, blueprint: good, roles, key, ca: authority.name, preset, now })
    const at = now.toISOString()
    const revoked = {
      revokedAt: at,
      reason: 'keyCompromise',
      revokedBy: 'operator',
      publishFrom: at,
    } as const
    await holdFolder(folder, async () => {
      keepIssued(folder, { entry: { ...entry, ...(register === 'revoked' && revoked) }, pem })
      if (register === 'revoked') await publishDueLists({ folder, now })
    })
  }
  return {
    serial: certificate.serialNumber,
    certificatePem: pem,
    keyPem: await keyToPem(keys.privateKey),
    chainPem,
  }
}

async function findIssuer({
  folder,
  issuer = 'issuing',
  now,
}: FindIssuer): Promise<{ authority: Authority; chainPem: string }> {
  if (issuer === 'look-alike') {
    const { root, issuing } = await generateAuthorities(now)
    return { authority: issuing, chainPem: issuing.pem + root.pem }
  }
  if (issuer !== 'issuing') await holdFolder(folder, () => ensurePracticeAuthorities(folder, now))
  const authority = await findSandboxAuthority(folder, issuer)
  if (!authority) throw new Error(`The sandbox has no CA ${issuer}`)
  return { authority, chainPem: await chainOf(folder, authority) }
}

const EXAMPLE = {
  organizationIdentifier: 'PSDNL-DNB-1234',
  name: 'Example',
  roles: ['PSP_AI', 'PSP_PI'],
} as const

export type BadPreset = PresetName
type Issued = { serial: string; certificatePem: string; keyPem: string; chainPem: string }
type FindIssuer = { folder: string; issuer?: Preset['issuer'] | 'issuing'; now: Date }
type IssueBad = {
  folder: string
  preset: BadPreset
  organizationIdentifier?: string
  name?: string
  roles?: readonly PspRole[]
  now?: Date
}
