import 'server-only'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env } from '@/lib/env'
import { CONSOLE, CONSOLE_BACK } from '@/lib/sandbox/console-identity'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'

const DAY_MILLIS = 86_400_000

/**
 * The console's own certificate, DER. Issued by the sandbox's trust service when first asked for, and again when it is
 * about to end; it and its key stay in the sandbox's folder.
 */
export async function consoleCertificate(): Promise<Buffer> {
  // The sandbox's folder is where its trust anchors are, where the bank reads them from files.
  const folder = env.TRUST_ANCHORS ? dirname(env.TRUST_ANCHORS) : join(env.PLACET_HOME, 'sandbox')
  // Not where one without the role of payments may still be.
  const out = join(folder, 'tpp', 'console-that-pays')
  const file = join(out, 'qwac.pem')
  const known = existsSync(/* turbopackIgnore: true */ file) ? read(file) : null
  if (known && isGood(known)) return known.raw
  await issueTppCertificates({
    folder,
    out,
    roles: ['PSP_AI', 'PSP_IC', 'PSP_PI'],
    hosts: [HOST],
    ...CONSOLE,
  })
  return read(file).raw
}

/** So that the way back is under a name of the certificate, as a third party's should be. */
const HOST = new URL(CONSOLE_BACK).hostname

const isGood = (certificate: X509Certificate) =>
  Date.parse(certificate.validTo) > Date.now() + DAY_MILLIS && certificate.checkHost(HOST) !== undefined

const read = (file: string) => new X509Certificate(readFileSync(/* turbopackIgnore: true */ file))
