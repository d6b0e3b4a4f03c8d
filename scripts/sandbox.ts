import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findAuthority } from '@/lib/eidas/authorities'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { PSP_ROLES, type PspRole } from '@/lib/eidas/qualified-certificate'
import { env } from '@/lib/env'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { revokeTppCertificates } from '@/lib/sandbox/revoke-tpp-certificates'

const HELP = `The sandbox's trust service provider: certificates for third parties that try this bank.

  npm run sandbox -- certificate --org PSDNL-DNB-1234 --name "Example" --roles AI,PI --out DIR [--hosts HOSTS]
      Issues a QWAC and a QSealC: qwac.pem, qwac.key, qsealc.pem, qsealc.key and chain.pem in DIR.
      Issue again for a renewal: the organisation stays the same client, the first pair stays valid.

  npm run sandbox -- revoke --org PSDNL-DNB-1234
      Revokes every certificate of the organisation. A running bank knows within a few seconds.

  --org    the organizationIdentifier: PSD, country, authority, authorisation number
  --name   the legal name, up to 64 characters of any script
  --roles  of AI (accounts), PI (payments), IC (funds), AS (account servicing), separated by commas
  --out    the folder to write to; created if absent
  --hosts  names of your own web servers for the QWAC, separated by commas; notifications go to no others

Certificates and keys of the sandbox lie in PLACET_HOME/sandbox. No real bank trusts them.`

const OPTIONS = {
  org: { type: 'string' },
  name: { type: 'string' },
  roles: { type: 'string' },
  out: { type: 'string' },
  hosts: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const OPTIONS_OF_COMMAND: Record<string, readonly string[]> = {
  certificate: ['org', 'name', 'roles', 'out', 'hosts'],
  revoke: ['org'],
}

// X.520 ub-common-name and ub-organization-name.
const NAME_LENGTH_MAX = 64

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

const folder = join(env.PLACET_HOME, 'sandbox')

await run()

async function run(): Promise<void> {
  const input = readInput()
  if (input.help) return console.log(HELP)

  const faults = findFaults(input)
  if (faults.length > 0) {
    console.error([...faults, 'Nothing was done. See: npm run sandbox -- --help'].join('\n'))
    process.exitCode = 1
    return
  }
  await ensureSandboxPki(folder)
  if (input.command === 'revoke') return await revoke(input.org)
  await certificate(input)
}

async function certificate({ org, name, roles, out, hosts }: Input): Promise<void> {
  const issued = { folder, organizationIdentifier: org, name, roles: rolesOf(roles).filter(isRole) }
  await issueTppCertificates({ ...issued, out: resolve(out), hosts: listOf(hosts) })
  console.log(`Issued a QWAC and a QSealC for ${org} (${issued.roles.join(', ')}) in ${resolve(out)}`)
}

async function revoke(org: string): Promise<void> {
  const { revoked } = await revokeTppCertificates({ folder, organizationIdentifier: org })
  if (revoked === 0) process.exitCode = 1
  const text =
    revoked === 0 ? `${org} has no valid certificate of this sandbox.` : `Revoked ${revoked} of ${org}.`
  console.log(text)
}

function readInput(): Input {
  // Not strict: unknown options are listed with the other faults instead of ending the program at the first.
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true, strict: false })
  const [command = '', ...surplus] = positionals
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const { org, name, roles, out, hosts, help } = values
  return {
    command,
    surplus: [
      ...surplus,
      ...Object.keys(values)
        .filter((option) => !isOptionOf(command, option))
        .map((option) => `--${option}`),
    ],
    org: text(org),
    name: text(name),
    roles: text(roles),
    out: text(out),
    hosts: text(hosts),
    help: help === true || (positionals.length === 0 && Object.keys(values).length === 0),
  }
}

function findFaults({ command, surplus, org, name, roles, out, hosts }: Input): string[] {
  const options = OPTIONS_OF_COMMAND[command]
  if (!options) return [`"${command}" is no command: say certificate or revoke.`]
  const unknown = surplus.map((word) => `${word}: does not belong to this command; leave it out.`)
  const identity = readOrganizationIdentifier(org)
  const unknownRoles = rolesOf(roles).filter((role) => !isRole(role))
  const checks: Record<string, string | false> = {
    org:
      (!identity && '--org: give an organizationIdentifier such as PSDNL-DNB-1234.') ||
      (!findAuthority(identity?.authorityId ?? '') &&
        `--org: ${identity?.authorityId} is no authority of the EBA's list (NL-DNB, DE-BAFIN, ES-BE, …).`),
    name:
      (name.trim() === '' || [...name].length > NAME_LENGTH_MAX || /\p{Cc}/u.test(name)) &&
      `--name: give the legal name, 1 to ${NAME_LENGTH_MAX} characters.`,
    roles:
      (roles === '' || unknownRoles.length > 0) && '--roles: give some of AI, PI, IC, AS, such as AI,PI.',
    out: out === '' && '--out: give a folder to write to.',
    hosts: listOf(hosts).some((host) => !HOST.test(host)) && '--hosts: give names such as api.example.com.',
  }
  return [...unknown, ...options.flatMap((option) => checks[option] || [])]
}

function isOptionOf(command: string, option: string): boolean {
  return OPTIONS_OF_COMMAND[command]?.includes(option) ?? false
}

function rolesOf(text: string): string[] {
  return text.split(',').map((role) => `PSP_${role.trim().toUpperCase().replace(/^PSP_/, '')}`)
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((word) => word.trim().toLowerCase() || [])
}

function isRole(role: string): role is PspRole {
  return PSP_ROLES.some((known) => known === role)
}

type Input = {
  command: string
  surplus: string[]
  org: string
  name: string
  roles: string
  out: string
  hosts: string
  help: boolean
}
