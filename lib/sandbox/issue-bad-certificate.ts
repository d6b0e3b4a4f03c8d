import 'reflect-metadata'
import 'server-only'
import { PSD2_STATEMENT, QC_COMPLIANCE, QC_TYPE, QcStatement } from '@/lib/eidas/qc-statements'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { type Blueprint, drawBlueprint, psd2Statement, typeStatement } from '@/lib/sandbox/blueprint'
import { generateAuthorities } from '@/lib/sandbox/create-authorities'
import { generateKeys, keyToPem } from '@/lib/sandbox/key-files'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signTppCertificate } from '@/lib/sandbox/sign-certificate'

const DAY_MS = 86_400_000
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'

/** Each preset changes one thing of a good certificate, so that one check alone can refuse it. */
const PRESETS = {
  expired: ({ now }) => ({ notBefore: daysAfter(now, -40), notAfter: daysAfter(now, -1) }),
  'not-yet-valid': ({ now }) => ({ notBefore: daysAfter(now, 1), notAfter: daysAfter(now, 40) }),
  'other-chain': () => ({}),
  'no-psd2-statement': ({ good }) => ({ statements: without(good, PSD2_STATEMENT) }),
  'two-psd2-statements': ({ good, nCAId }) => ({
    statements: [...good.statements, psd2Statement({ roles: ['PSP_PI'], nCAId })],
  }),
  'malformed-psd2-statement': ({ good }) => ({
    // An octet string where the sequence of roles and authority belongs.
    statements: [
      ...without(good, PSD2_STATEMENT),
      new QcStatement({
        statementId: PSD2_STATEMENT,
        statementInfo: new Uint8Array([4, 2, 0xab, 0xcd]).buffer,
      }),
    ],
  }),
  'no-qc-compliance': ({ good }) => ({ statements: without(good, QC_COMPLIANCE) }),
  'two-qc-types': ({ good }) => ({ statements: [...good.statements, typeStatement('eseal')] }),
  'eseal-as-web': ({ good }) => ({ statements: [...without(good, QC_TYPE), typeStatement('eseal')] }),
  'no-client-auth': () => ({ extendedKeyUsage: [SERVER_AUTH] }),
  'identity-mismatch': ({ good }) => ({
    statements: [...without(good, PSD2_STATEMENT), psd2Statement({ roles: ['PSP_AI'], nCAId: 'FI-FINFSA' })],
  }),
  'no-role': ({ good, nCAId }) => withRoles(good, { roles: [], nCAId }),
  'pi-only': ({ good, nCAId }) => withRoles(good, { roles: ['PSP_PI'], nCAId }),
  'as-only': ({ good, nCAId }) => withRoles(good, { roles: ['PSP_AS'], nCAId }),
} satisfies Record<string, (draft: Draft) => Partial<Blueprint>>

/**
 * Issues a QWAC that a bank must refuse, or whose roles open less than its holder wants (`no-role`, `pi-only`,
 * `as-only`). `other-chain` comes from CAs of the same names and other keys. Nothing enters the register.
 */
export async function issueBadCertificate({
  folder,
  preset,
  now = new Date(),
  ...tpp
}: IssueBad): Promise<Issued> {
  const { organizationIdentifier = 'PSDNL-DNB-1234', name = 'Example', roles = ['PSP_AI', 'PSP_PI'] } = tpp
  const chain = preset === 'other-chain' ? await generateAuthorities(now) : await readAuthorities(folder)
  const good = drawBlueprint({ organizationIdentifier, name, roles, use: 'web', now })
  const nCAId = organizationIdentifier.slice(3).split('-', 2).join('-')
  const keys = await generateKeys()
  const certificate = await signTppCertificate({
    blueprint: { ...good, ...PRESETS[preset]({ good, nCAId, now }) },
    publicKey: keys.publicKey,
    issuer: chain.issuing,
  })
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    keyPem: await keyToPem(keys.privateKey),
    chainPem: chain.issuing.pem + chain.root.pem,
  }
}

async function readAuthorities(folder: string) {
  const { ca } = sandboxPaths(folder)
  return { root: await readAuthority(ca, 'root'), issuing: await readAuthority(ca, 'issuing') }
}

function without({ statements }: Blueprint, id: string): QcStatement[] {
  return statements.filter(({ statementId }) => statementId !== id)
}

function withRoles(good: Blueprint, licence: Parameters<typeof psd2Statement>[0]): Partial<Blueprint> {
  return { statements: [...without(good, PSD2_STATEMENT), psd2Statement(licence)] }
}

function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS)
}

export type BadPreset = keyof typeof PRESETS

type Draft = { good: Blueprint; nCAId: string; now: Date }
type Issued = { certificatePem: string; keyPem: string; chainPem: string }
type IssueBad = {
  folder: string
  preset: BadPreset
  organizationIdentifier?: string
  name?: string
  roles?: readonly PspRole[]
  now?: Date
}
