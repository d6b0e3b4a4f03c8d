import { findAuthority } from '@/lib/eidas/authorities'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import { PSP_ROLES, type PspRole } from '@/lib/eidas/qualified-certificate'
import { PRESETS } from '@/lib/sandbox/presets'

const NAME_LENGTH_MAX = 64
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/
export const RESPONDER = ['answers', 'silent', 'try-later'] as const
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

function faultOfOrganisation(org: string): string | null {
  const identity = readOrganizationIdentifier(org)
  if (!identity) return 'give an organizationIdentifier such as PSDNL-DNB-1234.'
  if (findAuthority(identity.authorityId)) return null
  return `${identity.authorityId} is no authority of the EBA's list (NL-DNB, DE-BAFIN, ES-BE, …).`
}

/** Roles by their short names, in the order of the standard; none where one is unknown. */
export function rolesOf(text: string): PspRole[] {
  const words = text.split(',').map((role) => `PSP_${role.trim().toUpperCase().replace(/^PSP_/, '')}`)
  const known = PSP_ROLES.filter((role) => words.includes(role))
  return words.every((word) => known.some((role) => role === word)) ? known : []
}

/** Words between commas, in lower case. */
export function listOf(text: string): string[] {
  return text.split(',').flatMap((word) => word.trim().toLowerCase() || [])
}
