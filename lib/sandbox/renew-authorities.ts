import 'reflect-metadata'
import 'server-only'
import { AuthorityInfoAccessExtension } from '@peculiar/x509'
import { certifyIssuing } from '@/lib/sandbox/create-authorities'
import { writeAtomically } from '@/lib/sandbox/key-files'
import { type Authority, authorityFiles, readAuthority } from '@/lib/sandbox/sandbox-folder'
import { addressesOf } from '@/lib/sandbox/trust-addresses'

/**
 * For who holds the folder: gives CAs of the root a new certificate for their key, where theirs does not name the place at
 * which the trust service answers now: those of an earlier version name none, and the place may move.
 */
export async function renewAuthorities({ root, folder, names }: RenewAuthorities): Promise<void> {
  for (const name of names) {
    const authority = await readAuthority(folder, name)
    const access = authority.certificate.getExtension(AuthorityInfoAccessExtension)
    const stated = access?.ocsp.map(({ value }) => value) ?? []
    if (stated.includes(addressesOf(root.name).ocsp)) continue
    const { subjectName: subject, publicKey, notBefore, notAfter } = authority.certificate
    const renewed = await certifyIssuing({ root, subject, publicKey, notBefore, notAfter })
    writeAtomically(authorityFiles(folder, name).certificate, `${renewed.toString('pem')}\n`)
  }
}

type RenewAuthorities = { root: Authority; folder: string; names: readonly string[] }
