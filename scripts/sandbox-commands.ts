import { resolve } from 'node:path'
import { findAuthority } from '@/lib/eidas/authorities'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { PSP_ROLES, type PspRole } from '@/lib/eidas/qualified-certificate'
import { OPERATOR, tokenOf } from '@/lib/sandbox/authority-token'
import { restoreAuthorisation, withdrawAuthorisation } from '@/lib/sandbox/change-authorisation'
import { getInstitution, readInstitutions, rolesNow } from '@/lib/sandbox/institutions'
import { issueBadCertificate } from '@/lib/sandbox/issue-bad-certificate'
import { issueCertificates } from '@/lib/sandbox/issue-certificates'
import { PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { licenseInstitution } from '@/lib/sandbox/license-institution'
import { PRESETS } from '@/lib/sandbox/presets'
import { revokeByAuthority, revokeByOperator } from '@/lib/sandbox/revoke-certificates'
import { turnSwitches } from '@/lib/sandbox/switches'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

const NAME_LENGTH_MAX = 64
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/
const FILE_OF_USE = { web: 'qwac', eseal: 'qsealc' } as const
const RESPONDER = ['answers', 'silent', 'try-later'] as const
const ALL = PSP_ROLES.map((role) => role.slice('PSP_'.length)).join(', ')

/** What may be given, and what is wrong with a value; null: nothing. */
export const OPTIONS = {
  org: {
    type: 'string',
    help: 'the organizationIdentifier: PSD, country, authority, authorisation number',
    fault: faultOfOrganisation,
  },
  name: {
    type: 'string',
    help: `the legal name, up to ${NAME_LENGTH_MAX} characters of any script`,
    fault: (name) =>
      name.trim() === '' || [...name].length > NAME_LENGTH_MAX || /\p{Cc}/u.test(name)
        ? `give the legal name, 1 to ${NAME_LENGTH_MAX} characters.`
        : null,
  },
  roles: {
    type: 'string',
    help: 'of AI (accounts), PI (payments), IC (funds), AS (account servicing), separated by commas',
    fault: (roles) => (rolesOf(roles).length === 0 ? `give some of ${ALL}, such as AI,PI.` : null),
  },
  role: {
    type: 'string',
    help: 'one of these; without it, the whole authorisation',
    fault: (role) => (rolesOf(role).length === 1 ? null : `give one of ${ALL}.`),
  },
  reason: { type: 'string', help: 'in words, for the register', fault: () => null },
  out: {
    type: 'string',
    help: 'the folder to write to; created if absent',
    fault: (out) => (out ? null : 'give a folder.'),
  },
  hosts: {
    type: 'string',
    help: 'names of your own web servers for the QWAC, separated by commas; notifications go to no others',
    fault: (hosts) =>
      listOf(hosts).every((host) => HOST.test(host)) ? null : 'give names such as api.example.com.',
  },
  as: {
    type: 'string',
    help: 'the authority that asks, such as NL-DNB; it may act on its own institutions only',
    fault: (id) =>
      findAuthority(id) ? null : "give an authority of the EBA's list (NL-DNB, DE-BAFIN, ES-BE, …).",
  },
  fault: {
    type: 'string',
    help: `what is wrong: ${Object.keys(PRESETS).join(', ')}`,
    fault: (preset) => (Object.hasOwn(PRESETS, preset) ? null : `there is no ${preset}.`),
  },
  minutes: {
    type: 'string',
    help: '0 to 1440, between a revocation and its publication',
    fault: (minutes) => (/^\d{1,4}$/.test(minutes) && Number(minutes) <= 1440 ? null : 'give 0 to 1440.'),
  },
  is: {
    type: 'string',
    help: `what responder and lists do: ${RESPONDER.join(', ')}`,
    fault: (state) =>
      RESPONDER.some((known) => known === state) ? null : `give one of ${RESPONDER.join(', ')}.`,
  },
} as const satisfies Record<string, { type: 'string'; help: string; fault: (value: string) => string | null }>

/** The commands: what they take, and what they do. */
export const COMMANDS: Record<string, Command> = {
  certificate: {
    usage: '--org PSDNL-DNB-1234 --out DIR [--name "Example" --roles AI,PI] [--hosts HOSTS]',
    does: `Issues a QWAC and a QSealC: qwac.pem, qwac.key, qsealc.pem, qsealc.key and chain.pem in DIR. Name and roles are
      the register's; an organisation that it has not is licensed first, with those given. Issue again for a renewal: the
      organisation stays the same client, the first pair stays valid.`,
    options: ['org', 'out', 'name', 'roles', 'hosts'],
    needs: ['org', 'out'],
    run: certificate,
  },
  revoke: {
    usage: '--org PSDNL-DNB-1234 [--as NL-DNB]',
    does: 'Revokes every certificate of the organisation. A bank knows as soon as it asks again.',
    options: ['org', 'as'],
    needs: ['org'],
    run: revoke,
  },
  institutions: {
    usage: '',
    does: 'Lists the register of payment institutions.',
    options: [],
    needs: [],
    run: institutions,
  },
  withdraw: {
    usage: '--org PSDNL-DNB-1234 [--role PI] [--reason "…"]',
    does: 'Withdraws the authorisation, or one role, in the register. Certificates stay as they are, as in life.',
    options: ['org', 'role', 'reason', 'as'],
    needs: ['org'],
    run: async ({ folder, now, given }) => {
      const { org: id = '', role, reason = 'No reason was given.', as } = given
      const by = as ?? getInstitution(folder, id).authority
      const [only] = rolesOf(role ?? '')
      const changed = await withdrawAuthorisation({
        folder,
        id,
        by,
        now,
        reason,
        ...(only && { role: only }),
      })
      return { text: lineOf(changed) }
    },
  },
  restore: {
    usage: '--org PSDNL-DNB-1234 [--role PI]',
    does: 'Gives it back.',
    options: ['org', 'role', 'as'],
    needs: ['org'],
    run: async ({ folder, now, given }) => {
      const { org: id = '', role, as } = given
      const by = as ?? getInstitution(folder, id).authority
      const [only] = rolesOf(role ?? '')
      return {
        text: lineOf(await restoreAuthorisation({ folder, id, by, now, ...(only && { role: only }) })),
      }
    },
  },
  preset: {
    usage: '--fault expired --out DIR [--org PSDNL-DNB-PRACTICE]',
    does: 'Issues a QWAC that the bank must refuse: qwac.pem, qwac.key and chain.pem in DIR.',
    options: ['fault', 'out', 'org'],
    needs: ['fault', 'out'],
    run: preset,
  },
  delay: {
    usage: '--minutes 60',
    does: 'Lets so much time pass between a revocation and its publication by responder and lists.',
    options: ['minutes'],
    needs: ['minutes'],
    run: async ({ folder, now, given }) => {
      const publishingDelayMinutes = Number(given.minutes)
      await turnSwitches({ folder, now, publishingDelayMinutes })
      return { text: `Revocations are published after ${publishingDelayMinutes} minutes.` }
    },
  },
  responder: {
    usage: '--is silent',
    does: 'Switches the source of revocation data off and on again.',
    options: ['is'],
    needs: ['is'],
    run: async ({ folder, now, given }) => {
      const responder = RESPONDER.find((known) => known === given.is)
      await turnSwitches({ folder, now, responder })
      return { text: `Responder and lists: ${responder}.` }
    },
  },
  tokens: {
    usage: '',
    does: "Prints the tokens by which authorities, and you, prove themselves to the trust service's HTTP interface.",
    options: [],
    needs: [],
    run: ({ folder }) => {
      const authorities = new Set(readInstitutions(folder).map(({ authority }) => authority))
      const holders = [OPERATOR, ...[...authorities].sort()]
      return { text: holders.map((holder) => `${holder.padEnd(10)} ${tokenOf(folder, holder)}`).join('\n') }
    },
  },
}

async function certificate({ folder, now, given }: Run): Promise<Done> {
  const { org = '', name, roles, out = '', hosts = '' } = given
  await licenseAsGiven({ folder, now, org, name, roles })
  const institution = getInstitution(folder, org)
  const orders = [{ use: 'web' }, { use: 'eseal' }] as const
  const issued = await issueCertificates({ folder, institution: org, orders, hosts: listOf(hosts), now })
  for (const { use, pem, keyPem, chainPem } of issued) {
    const file = resolve(out, FILE_OF_USE[use])
    writeAtomically(`${file}.key`, keyPem ?? '', PRIVATE)
    writeAtomically(`${file}.pem`, pem)
    writeAtomically(resolve(out, 'chain.pem'), chainPem)
  }
  return {
    text: `Issued a QWAC and a QSealC for ${org} (${rolesNow(institution).join(', ')}) in ${resolve(out)}`,
  }
}

/** The register decides; what is given makes a row where there is none, and must not say another thing where there is one. */
async function licenseAsGiven({ folder, now, org, name, roles }: License): Promise<void> {
  const identity = readOrganizationIdentifier(org)
  const known = readInstitutions(folder).find(({ id }) => id === identity?.canonical)
  const given = roles === undefined ? null : rolesOf(roles)
  if (known) {
    const differs = given !== null && given.join() !== rolesNow(known).join()
    if (differs || (name !== undefined && name !== known.name))
      throw new TrustRefusal(
        'conflict',
        `The register says otherwise, leave out --name and --roles:\n${lineOf(known)}`,
      )
    return
  }
  if (!identity || name === undefined || given === null)
    throw new TrustRefusal(
      'unknown',
      `${org} is not in the register: give --name and --roles to license it first.`,
    )
  const authorisationNumber = identity.canonical.slice(`PSD${identity.authorityId}-`.length)
  const licence = { name, brands: [], roles: given, authorisationNumber }
  await licenseInstitution({ folder, by: identity.authorityId, now, licence })
}

async function revoke({ folder, now, given }: Run): Promise<Done> {
  const { org = '', as: by } = given
  const revocation = { institution: org, reason: 'authorisation-withdrawn' } as const
  const revoked = by
    ? await revokeByAuthority({ folder, by, now, revocation })
    : await revokeByOperator({ folder, organizationIdentifier: org, now })
  const [first] = revoked
  if (!first) return { text: `${org} has no valid certificate of this sandbox.`, isDone: false }
  const delay = first.publishedFrom === first.revokedAt ? '' : `; published at ${first.publishedFrom}`
  return { text: `Revoked ${revoked.length} of ${org}${delay}.` }
}

function institutions({ folder }: Run): Done {
  return { text: readInstitutions(folder).map(lineOf).join('\n') }
}

async function preset({ folder, now, given }: Run): Promise<Done> {
  const { fault, out = '', org = 'PSDNL-DNB-PRACTICE' } = given
  const name = Object.keys(PRESETS).find((known): known is keyof typeof PRESETS => known === fault)
  if (!name) throw new TrustRefusal('unknown', `There is no preset ${fault}.`)
  const institution = getInstitution(folder, org)
  const licence = {
    organizationIdentifier: institution.id,
    name: institution.name,
    roles: rolesNow(institution),
  }
  const { certificatePem, keyPem, chainPem } = await issueBadCertificate({
    folder,
    preset: name,
    now,
    ...licence,
  })
  writeAtomically(resolve(out, 'qwac.key'), keyPem, PRIVATE)
  writeAtomically(resolve(out, 'qwac.pem'), certificatePem)
  writeAtomically(resolve(out, 'chain.pem'), chainPem)
  const { reason } = PRESETS[name]
  const outcome = reason ? `the bank is to refuse it as ${reason}` : 'it opens no more than its roles'
  return { text: `Issued a QWAC in ${resolve(out)}; ${outcome}.` }
}

function lineOf(institution: ReturnType<typeof getInstitution>): string {
  const { id, name, status } = institution
  const roles = rolesNow(institution)
    .map((role) => role.slice('PSP_'.length))
    .join(',')
  return `${id.padEnd(30)} ${(status === 'active' ? roles : status).padEnd(10)} ${name}`
}

function faultOfOrganisation(org: string): string | null {
  const identity = readOrganizationIdentifier(org)
  if (!identity) return 'give an organizationIdentifier such as PSDNL-DNB-1234.'
  if (findAuthority(identity.authorityId)) return null
  return `${identity.authorityId} is no authority of the EBA's list (NL-DNB, DE-BAFIN, ES-BE, …).`
}

/** In the order of the standard; none where one is unknown. */
function rolesOf(text: string): PspRole[] {
  const words = text.split(',').map((role) => `PSP_${role.trim().toUpperCase().replace(/^PSP_/, '')}`)
  const known = PSP_ROLES.filter((role) => words.includes(role))
  return words.every((word) => known.some((role) => role === word)) ? known : []
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((word) => word.trim().toLowerCase() || [])
}

export type Given = Partial<Record<string, string>>
type Run = { folder: string; now: Date; given: Given }
type Done = { text: string; isDone?: boolean }
type License = { folder: string; now: Date; org: string; name: string | undefined; roles: string | undefined }
type Command = {
  usage: string
  does: string
  options: readonly string[]
  needs: readonly string[]
  run: (run: Run) => Promise<Done> | Done
}
