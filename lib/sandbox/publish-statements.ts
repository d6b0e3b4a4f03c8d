import 'server-only'
import { readInstitutions, rolesNow } from '@/lib/sandbox/institutions'
import { readListedAuthorities } from '@/lib/sandbox/practice-authorities'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { publishStatement } from '@/lib/sandbox/sign-statement'
import { addressesOf } from '@/lib/sandbox/trust-addresses'

const DAY_MS = 86_400_000

/**
 * For who holds the folder: publishes the trusted list, in the sandbox's simplified JSON, and the snapshot of the register of
 * payment institutions, both signed by the scheme operator, where they changed or are an hour old.
 */
export async function publishStatements({ folder, now }: { folder: string; now: Date }): Promise<void> {
  const { trustedList, registerSnapshot } = sandboxPaths(folder)
  const services = await listServices(folder)
  const list = { territory: 'EU', operator: 'Placet Sandbox', services }
  const statement = { folder, now, validMs: DAY_MS }
  await publishStatement({ ...statement, path: trustedList, type: 'placet-trusted-list+jws', content: list })
  const institutions = readInstitutions(folder).map((institution) => ({
    ...institution,
    roles: rolesNow(institution),
  }))
  const snapshot = { source: 'Placet Sandbox register of payment institutions', institutions }
  await publishStatement({
    ...statement,
    path: registerSnapshot,
    type: 'placet-register+jws',
    content: snapshot,
  })
}

async function listServices(folder: string) {
  const root = await readAuthority(sandboxPaths(folder).ca, 'root')
  const authorities = await readListedAuthorities(folder)
  return authorities.map(({ name, status, uses, certificate }) => ({
    name: certificate.subjectName.getField('CN')[0] ?? name,
    type: 'CA/QC',
    status,
    statusSince: certificate.notBefore.toISOString(),
    uses,
    certificate: base64(certificate.rawData),
    issuedBy: base64(root.certificate.rawData),
    ocsp: [addressesOf(name).ocsp],
    crls: [addressesOf(name).crl],
    issuerOcsp: [addressesOf('root').ocsp],
    issuerCrls: [addressesOf('root').crl],
  }))
}

function base64(der: ArrayBuffer): string {
  return Buffer.from(der).toString('base64')
}
