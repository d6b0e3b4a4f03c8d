import { resolve } from 'node:path'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
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
import { listOf, RESPONDER, rolesOf } from './sandbox-options'

const FILE_OF_USE = { web: 'qwac', eseal: 'qsealc' } as const

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
    readsOnly: true,
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
      const { org: id = '', role, reason = 'no reason given', as } = given
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
    readsOnly: true,
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

export type Given = Partial<Record<string, string>>
type Run = { folder: string; now: Date; given: Given }
type Done = { text: string; isDone?: boolean }
type License = { folder: string; now: Date; org: string; name: string | undefined; roles: string | undefined }
type Command = {
  usage: string
  does: string
  options: readonly string[]
  needs: readonly string[]
  /** It shows what is there, and makes nothing. */
  readsOnly?: true
  run: (run: Run) => Promise<Done> | Done
}
