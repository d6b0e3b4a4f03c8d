import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { keyFromPem } from '@/lib/sandbox/key-files'

/**
 * Where the sandbox keeps what. Of the bank's concern are `anchors` and `server.*`, and, where it reads a trusted list and a
 * register, `listSigner`, `trustedList` and `registerSnapshot`.
 */
export function sandboxPaths(folder: string) {
  const own = join(folder, 'trust-service')
  return {
    ca: join(folder, 'ca'),
    practice: join(folder, 'practice-ca'),
    anchors: join(folder, 'anchors'),
    anchor: join(folder, 'anchors', 'sandbox-qtsp.pem'),
    revocationList: join(folder, 'anchors', 'sandbox-qtsp.crl'),
    register: join(folder, 'register.json'),
    institutions: join(folder, 'institutions.json'),
    switches: join(folder, 'switches.json'),
    journal: join(folder, 'journal.jsonl'),
    issued: join(folder, 'issued'),
    rootCertificate: join(folder, 'root.pem'),
    rootRevocationList: join(folder, 'root.crl'),
    serverCertificate: join(folder, 'server.pem'),
    serverKey: join(folder, 'server.key'),
    authoritySecret: join(own, 'authority-secret'),
    ocspCertificate: join(own, 'ocsp.pem'),
    ocspKey: join(own, 'ocsp.key'),
    listSignerKey: join(own, 'list-signer.key'),
    listSigner: join(folder, 'list-signer.pem'),
    trustedList: join(folder, 'trusted-list.json'),
    registerSnapshot: join(folder, 'register-snapshot.json'),
  }
}

/** A CA of the sandbox with its key. Throws if it has not been made. */
export async function readAuthority(caFolder: string, name: string): Promise<Authority> {
  const { certificate, key } = authorityFiles(caFolder, name)
  const pem = readFileSync(/* turbopackIgnore: true */ certificate, 'utf8')
  return {
    name,
    pem,
    certificate: new x509.X509Certificate(pem),
    privateKey: await keyFromPem(readFileSync(/* turbopackIgnore: true */ key, 'utf8')),
  }
}

export function authorityFiles(caFolder: string, name: string) {
  return { certificate: join(caFolder, `${name}.pem`), key: join(caFolder, `${name}.key`) }
}

/** `name` as in its addresses: `root`, `issuing`, or one to practise with. */
export type Authority = {
  name: string
  pem: string
  certificate: x509.X509Certificate
  privateKey: CryptoKey
}
