import type { DerTree } from './der-tree'

/**
 * ASN.1 for the openssl program: an array is a SEQUENCE, a text is what `ASN1_generate_nconf(3)` reads, and a record puts
 * a prefix such as `EXPLICIT:0` before a SEQUENCE.
 */
export type Asn1 = string | readonly Asn1[] | { prefix: string; of: readonly Asn1[] }

export type KeyName =
  | 'p256'
  | 'p384'
  | 'p521'
  | 'p224'
  | 'secp256k1'
  | 'brainpool'
  | 'explicit'
  | 'ed25519'
  | 'rsa1024'
  | 'rsa-exponent-3'
  | 'rsa2048'
  | 'rsa4096'

export type AuthorityName = keyof typeof AUTHORITIES

const CA = { country: 'DK', organization: 'Zoo QTSP' }

/** The CAs of the zoo. `root` is on no list; the others are what `listed-service.ts` says. */
export const AUTHORITIES = {
  root: { ...CA, name: 'Zoo Root', key: 'p384' },
  issuing: { ...CA, name: 'Zoo Issuing CA', key: 'p256' },
  /** The same key and name with a certificate that has ended. */
  'issuing-before': {
    ...CA,
    name: 'Zoo Issuing CA',
    key: 'p256',
    keyOf: 'issuing',
    until: '20261101000000Z',
  },
  rsa: { ...CA, name: 'Zoo RSA CA', key: 'rsa4096' },
  ended: { ...CA, name: 'Zoo Ended CA', key: 'p256', until: '20261115000000Z' },
  withdrawn: { ...CA, name: 'Zoo Withdrawn CA', key: 'p256' },
  'web-only': { ...CA, name: 'Zoo Web CA', key: 'p256' },
  'old-list': { ...CA, name: 'Zoo CA of an old list', key: 'p256' },
  /** Listed, but its certificate is not that of a CA: a time stamp's, say. */
  'not-authority': { ...CA, name: 'Zoo Time Stamp', key: 'p256', isAuthority: false },
  /** The list says of some of its certificates that they are not qualified. */
  excepting: { ...CA, name: 'Zoo CA with exceptions', key: 'p256' },
  /** Such CAs the EU's lists have: what would be a fault in a leaf is none in them. */
  brainpool: { ...CA, name: 'Zoo Brainpool CA', key: 'brainpool' },
  'exponent-3': { ...CA, name: 'Zoo CA of a small exponent', key: 'rsa-exponent-3' },
  'sha-1': { ...CA, name: 'Zoo CA signed with SHA-1', key: 'p256', digest: 'sha1' },
  constrained: {
    ...CA,
    name: 'Zoo CA under constraints',
    key: 'p256',
    extensions: {
      nameConstraints: 'critical,permitted;DNS:example',
      policyConstraints: 'critical,requireExplicitPolicy:0',
    },
  },
  'critical-statements': {
    ...CA,
    name: 'Zoo CA with critical statements',
    key: 'p256',
    extensions: { '1.3.6.1.5.5.7.1.3': 'critical,DER:300a3008060604008e460101' },
  },
  'long-serial': { ...CA, name: 'Zoo CA of a long number', key: 'p256', serial: `7f${'ab'.repeat(20)}` },
  /** Named by nobody: no list may make these an anchor. */
  weak: { ...CA, name: 'Zoo Weak CA', key: 'rsa1024' },
  'spelt-out': { ...CA, name: 'Zoo CA of a curve spelt out', key: 'explicit' },
  /** On no list, under the name of the one that is. */
  'look-alike': { ...CA, name: 'Zoo Issuing CA', key: 'p256' },
  unlisted: { ...CA, name: 'Zoo Unlisted CA', key: 'p256' },
  /** A good QWAC whose holder plays CA. */
  'leaf-ca': { ...CA, name: 'Zoo Leaf', key: 'p256', isAuthority: false, by: 'issuing' },
} as const satisfies Record<string, AuthorityRecipe>

export type AuthorityRecipe = {
  country: string
  organization: string
  name: string
  key: KeyName
  keyOf?: string
  until?: string
  isAuthority?: boolean
  digest?: string
  serial?: string
  extensions?: Record<string, string>
  /** Else the root. */
  by?: string
}

/** How a certificate differs from a good QWAC, or from a good QSealC where `use` says so. */
export type Recipe = {
  use?: 'web' | 'eseal'
  by?: AuthorityName
  key?: KeyName
  /** Lines of openssl's `[dn]` section. */
  subject?: readonly string[]
  /** Lines of the extension section by their name; null leaves one out. */
  extensions?: Record<string, string | null>
  /** All statements of qcStatements; without it compliance, type and PSD2. */
  statements?: readonly Asn1[]
  from?: string
  until?: string
  digest?: string
  pss?: boolean
  /** Rearranges the TBSCertificate, which is then signed anew. */
  edit?: (tbs: DerTree[]) => DerTree[]
  /** Changes the bytes, after the signature. */
  bytes?: (der: Buffer) => Buffer
}

export const COMPLIANCE: Asn1 = ['OID:0.4.0.1862.1.1']
export const QSCD: Asn1 = ['OID:0.4.0.1862.1.4']
export const WEB = '0.4.0.1862.1.6.3'
export const ESEAL = '0.4.0.1862.1.6.2'
export const ESIGN = '0.4.0.1862.1.6.1'

export function qcType(...types: string[]): Asn1 {
  return ['OID:0.4.0.1862.1.6', types.map((type) => `OID:${type}`)]
}

export const ROLE = '0.4.0.19495.1'
export const AI: [string, string] = [`${ROLE}.3`, 'PSP_AI']
export const PI: [string, string] = [`${ROLE}.2`, 'PSP_PI']

/** The PSD2 statement: roles by OID and name, and the authority by name and id. */
export function psd2(
  roles: readonly (readonly [oid: string, name: string])[] = [AI, PI],
  { authority = 'De Nederlandsche Bank', id = 'NL-DNB' } = {},
): Asn1 {
  return psd2Of([
    roles.map(([oid, name]) => [`OID:${oid}`, `UTF8:${name}`]),
    `UTF8:${authority}`,
    `UTF8:${id}`,
  ])
}

export function psd2Of(info: Asn1): Asn1 {
  return ['OID:0.4.0.19495.2', info]
}

export const web = (...more: Asn1[]): Asn1[] => [COMPLIANCE, qcType(WEB), ...more]
export const eseal = (...more: Asn1[]): Asn1[] => [COMPLIANCE, qcType(ESEAL), ...more]

export const GOOD_SUBJECT = [
  'C = NL',
  'O = Zoo B.V.',
  'organizationIdentifier = PSDNL-DNB-1234',
  'CN = zoo.example',
]

/** The good subject with the lines of one attribute replaced; none leaves it out. */
export function subjectWith(attribute: string, ...lines: string[]): string[] {
  return [...GOOD_SUBJECT.filter((line) => !line.startsWith(`${attribute} `)), ...lines]
}

/** Another organisation at another authority. */
export function holder(organizationIdentifier: string, id: string, country = 'NL'): Recipe {
  return {
    subject: [
      `C = ${country}`,
      'O = Zoo B.V.',
      `organizationIdentifier = ${organizationIdentifier}`,
      'CN = zoo.example',
    ],
    statements: web(psd2([AI], { id })),
  }
}
