import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { keyFromPem } from '@/lib/sandbox/key-files'

/** Where the sandbox keeps what. Nothing but `anchors` and `server.*` concerns the bank itself. */
export function sandboxPaths(folder: string) {
  const ca = join(folder, 'ca')
  return {
    ca,
    anchors: join(folder, 'anchors'),
    anchor: join(folder, 'anchors', 'sandbox-qtsp.pem'),
    revocationList: join(folder, 'anchors', 'sandbox-qtsp.crl'),
    register: join(folder, 'register.json'),
    rootCertificate: join(folder, 'root.pem'),
    serverCertificate: join(folder, 'server.pem'),
    serverKey: join(folder, 'server.key'),
  }
}

/** One of the sandbox's two CAs with its key. Throws if `ensureSandboxPki` has not run. */
export async function readAuthority(caFolder: string, name: CaName): Promise<Authority> {
  const { certificate, key } = authorityFiles(caFolder, name)
  const pem = readFileSync(/* turbopackIgnore: true */ certificate, 'utf8')
  return {
    pem,
    certificate: new x509.X509Certificate(pem),
    privateKey: await keyFromPem(readFileSync(/* turbopackIgnore: true */ key, 'utf8')),
  }
}

export function authorityFiles(caFolder: string, name: CaName) {
  return { certificate: join(caFolder, `${name}.pem`), key: join(caFolder, `${name}.key`) }
}

export type CaName = 'root' | 'issuing'
export type Authority = { pem: string; certificate: x509.X509Certificate; privateKey: CryptoKey }
