import 'reflect-metadata'
import 'server-only'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import * as x509 from '@peculiar/x509'
import { createAuthorities } from '@/lib/sandbox/create-authorities'
import { clearLitter, holdFolder } from '@/lib/sandbox/hold-folder'
import { generateKeys, keyToPem, PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { publishDueLists } from '@/lib/sandbox/publish-revocation-list'
import { renewAuthorities } from '@/lib/sandbox/renew-authorities'
import { type Authority, readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signCertificate } from '@/lib/sandbox/sign-certificate'

const DAY_MS = 86_400_000
const SERVER_VALID_MS = 365 * DAY_MS
const RENEW_BEFORE_END_MS = 30 * DAY_MS
const CLOCK_SKEW_MS = 300_000

/**
 * Brings the sandbox's trust chain up to date: CAs, anchor, revocation list (signed anew after a day, valid
 * for seven) and the listener's own certificate (renewed 30 days before its end). Repeats without harm, and
 * completes whatever a killed start left undone; processes take turns.
 */
export async function ensureSandboxPki(folder: string, now = new Date()): Promise<void> {
  await holdFolder(folder, async () => await bringUpToDate(folder, now))
}

async function bringUpToDate(folder: string, now: Date): Promise<void> {
  clearLitter(folder)
  const paths = sandboxPaths(folder)
  if (!existsSync(paths.ca)) await createAuthorities({ folder, now })
  const root = await readAuthority(paths.ca, 'root')
  await renewAuthorities({ root, folder: paths.ca, names: ['issuing'] })
  const issuing = await readAuthority(paths.ca, 'issuing')
  await publishDueLists({ folder, now })
  writeIfChanged(paths.anchor, issuing.pem)
  writeIfChanged(paths.rootCertificate, root.pem)
  if (isServerCertificateDue({ folder, root, now })) await issueServerCertificate({ folder, root, now })
}

function writeIfChanged(path: string, content: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== content) writeAtomically(path, content)
}

function isServerCertificateDue({ folder, root, now }: ServerCertificate): boolean {
  const { serverCertificate, serverKey } = sandboxPaths(folder)
  if (!existsSync(serverCertificate) || !existsSync(serverKey)) return true
  const certificate = new X509Certificate(readFileSync(serverCertificate))
  // The two files are replaced one after the other: a kill between them leaves a pair that does not fit.
  if (!certificate.checkPrivateKey(createPrivateKey(readFileSync(serverKey)))) return true
  if (!certificate.verify(new X509Certificate(root.pem).publicKey)) return true
  return certificate.validToDate.getTime() - now.getTime() < RENEW_BEFORE_END_MS
}

async function issueServerCertificate({ folder, root, now }: ServerCertificate): Promise<void> {
  const { serverCertificate, serverKey } = sandboxPaths(folder)
  const keys = await generateKeys()
  const certificate = await signCertificate({
    issuer: root,
    publicKey: keys.publicKey,
    subject: new x509.Name([{ CN: [{ utf8String: 'localhost' }] }]),
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter: new Date(now.getTime() + SERVER_VALID_MS),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  })
  writeAtomically(serverKey, await keyToPem(keys.privateKey), PRIVATE)
  writeAtomically(serverCertificate, `${certificate.toString('pem')}\n${root.pem}`)
}

type ServerCertificate = { folder: string; root: Authority; now: Date }
