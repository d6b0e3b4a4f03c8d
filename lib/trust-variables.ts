import { isAbsolute } from 'node:path'
import { z } from 'zod'

/** Where something is published: an address, or a file of this machine. */
const isPlace = (place: string) =>
  isAbsolute(place) || z.url({ protocol: /^https?$/ }).safeParse(place).success

/** A list and, where the operator names them, those who sign this one. */
function toList(entry: string): { place: string; signers: string | null } {
  const [place = '', ...signers] = entry.split(/\s+/)
  return { place, signers: signers.join(' ') || null }
}

/** Variables that say whom the bank believes about third parties: their issuers, those who revoke, and the register. */
export const TRUST_VARIABLES = {
  TRUST_ANCHORS: z
    .string()
    .optional()
    .describe(
      'Folder with a PEM per issuing CA and its revocation list as .crl: trusted whatever a list says. Default: none beside ' +
        "TRUSTED_LISTS, else the sandbox's own.",
    ),
  TRUSTED_LISTS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((entry) => (entry.trim() ? toList(entry.trim()) : [])))
    .refine(
      (lists) =>
        lists.every(({ place, signers }) => isPlace(place) && (signers === null || isAbsolute(signers))),
      'must be a list of addresses or absolute paths, each by itself or with the path of its signers behind a space, separated by commas',
    )
    .describe(
      'Signed lists of the issuing CAs that are trusted, in the format of the EU (ETSI TS 119 612) or of the sandbox: addresses ' +
        '(https, or http as a signature protects them) or files, separated by commas. Behind a space a PEM file or folder may ' +
        'follow: who signs this list. The list of the lists (LOTL) needs that; the lists that it points at are followed.',
    ),
  TRUSTED_LIST_TERRITORIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((territory) => territory.trim().toUpperCase() || []))
    .refine(
      (territories) => territories.every((territory) => /^[A-Z]{2}$/.test(territory)),
      'must be a list of two-letter codes, separated by commas',
    )
    .describe(
      'Of which countries the lists are followed that a list of lists points at, by the codes of the lists (EL for Greece). ' +
        'Default: all.',
    ),
  TRUSTED_LIST_SIGNERS: z
    .string()
    .optional()
    .describe(
      "PEM file, or folder of them: whose signature on the list of their own country is believed. Default: the sandbox's.",
    ),
  TRUSTED_LIST_REFRESH_MINUTES: z.coerce
    .number()
    .min(0.01)
    .max(10_080)
    .default(1_440)
    .describe('How often a trusted list is fetched anew. Its own next update ends it in any case.'),
  REGISTER: z
    .enum(['enforce', 'warn', 'off'])
    .default('off')
    .describe(
      'Whether the register of payment institutions decides beside the certificate: what it has withdrawn is refused and paused ' +
        '(enforce), only noted (warn), or not looked at (off).',
    ),
  REGISTER_URL: z
    .string()
    .refine(isPlace, 'must be an address or an absolute path')
    .optional()
    .describe(
      'Where the signed snapshot of the register is: an address or a file. docs/operating.md has its form.',
    ),
  REGISTER_SIGNERS: z
    .string()
    .optional()
    .describe(
      "PEM file, or folder of them: whose signature on the register is believed. Default: the sandbox's.",
    ),
  REGISTER_REFRESH_MINUTES: z.coerce
    .number()
    .min(0.01)
    .max(10_080)
    .default(60)
    .describe(
      'How often the snapshot is fetched anew. While it cannot be had, the last one is used and its age is told.',
    ),
  REGISTER_NOT_FOUND: z
    .enum(['refuse', 'warn'])
    .default('warn')
    .describe(
      'What becomes of a third party that the register does not have. A register without credit institutions refuses banks that ' +
        'act as third parties, so the default only notes it.',
    ),
  REGISTER_WITHDRAWN_AT_ONCE: z
    .string()
    .default('5,10%')
    .refine((text) => /^\d{1,5},(\d{1,2}|100)%$/.test(text), 'must be a number and a share: 5,10%')
    .describe(
      'How many third parties one snapshot may withdraw at once: the number, or the share of those active here if that is more. ' +
        'A snapshot with more withdrawals is not believed at once: staff are alarmed, and nobody is paused before two of them ' +
        'believe it or the time of REGISTER_HOLD_HOURS is over.',
    ),
  REGISTER_HOLD_HOURS: z.coerce
    .number()
    .min(0)
    .max(168)
    .default(24)
    .describe(
      'After how many hours such a snapshot binds if staff say nothing. A day is what a QTSP has to publish a revocation.',
    ),
  REVOCATION_HOSTS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((place) => place.trim().toLowerCase() || []))
    .refine(
      (places) => places.every((place) => /^([a-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/.test(place)),
      'must be a list of host:port, separated by commas',
    )
    .describe(
      'Where a certificate may send the bank to ask whether it is revoked (OCSP, revocation lists), by plain http: ' +
        'host:port, separated by commas. An address of any other host is never called.',
    ),
  REVOCATION_FRESH_MINUTES: z.coerce
    .number()
    .min(0.01)
    .max(60)
    .default(15)
    .describe(
      'How long the bank relies on an answer that a certificate is good before it asks again; so long, at most, a ' +
        'revocation takes to bind after its publication.',
    ),
  REVOCATION_UNREACHABLE_AIS: z
    .string()
    .regex(/^(closed|last-good:([1-9]\d{0,2}))$/, 'must be closed, or last-good: and hours (last-good:24)')
    .default('closed')
    .describe(
      'When no source says whether a certificate is revoked: account information is refused too (closed), or given for so ' +
        'many hours after the last good answer (last-good:24). Payments and confirmations of funds are always refused.',
    ),
}
