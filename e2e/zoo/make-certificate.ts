import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DerTree, partsOf, readTree, sequence, writeTree } from './der-tree'
import {
  type Asn1,
  AUTHORITIES,
  type AuthorityName,
  type AuthorityRecipe,
  eseal,
  GOOD_SUBJECT,
  type KeyName,
  psd2,
  type Recipe,
  web,
} from './recipe'

const FROM = '20261101000000Z'
const UNTIL = '20271101000000Z'

const KEYS: Record<KeyName, readonly string[]> = {
  p256: ['EC', 'ec_paramgen_curve:P-256'],
  p384: ['EC', 'ec_paramgen_curve:P-384'],
  p521: ['EC', 'ec_paramgen_curve:P-521'],
  p224: ['EC', 'ec_paramgen_curve:P-224'],
  secp256k1: ['EC', 'ec_paramgen_curve:secp256k1'],
  brainpool: ['EC', 'ec_paramgen_curve:brainpoolP256r1'],
  explicit: ['EC', 'ec_paramgen_curve:P-256', 'ec_param_enc:explicit'],
  ed25519: ['ED25519'],
  'rsa-exponent-3': ['RSA', 'rsa_keygen_bits:2048', 'rsa_keygen_pubexp:3'],
  rsa1024: ['RSA', 'rsa_keygen_bits:1024'],
  rsa2048: ['RSA', 'rsa_keygen_bits:2048'],
  rsa4096: ['RSA', 'rsa_keygen_bits:4096'],
}

/** What `openssl ca` may copy from a request. */
const ATTRIBUTES = ['C', 'O', 'organizationIdentifier', 'CN', 'L', 'serialNumber', 'OU']

const PROFILES = {
  web: {
    keyUsage: 'critical,digitalSignature',
    extendedKeyUsage: 'serverAuth,clientAuth',
    subjectAltName: 'DNS:zoo.example',
    certificatePolicies: '0.4.0.194112.1.5,0.4.0.19495.3.1',
  },
  eseal: { keyUsage: 'critical,nonRepudiation', certificatePolicies: '0.4.0.194112.1.1' },
} as const

/** Makes the CAs of the zoo in a folder: `<name>.pem` and `<name>.key`. */
export function makeAuthorities(folder: string): void {
  for (const [name, recipe] of Object.entries<AuthorityRecipe>(AUTHORITIES)) {
    const key = join(folder, `${name}.key`)
    if (recipe.keyOf) writeFileSync(key, readFileSync(join(folder, `${recipe.keyOf}.key`)))
    else makeKey(recipe.key, key)
    const { country, organization, until = '20360101000000Z', isAuthority = true, digest, serial } = recipe
    const pem = sign(folder, name === 'root' ? null : (recipe.by ?? 'root'), key, {
      subject: [`C = ${country}`, `O = ${organization}`, `CN = ${recipe.name}`],
      extensions: {
        basicConstraints: isAuthority ? 'critical,CA:TRUE' : 'critical,CA:FALSE',
        keyUsage: isAuthority ? 'critical,keyCertSign,cRLSign' : 'critical,digitalSignature',
        subjectKeyIdentifier: 'hash',
        ...recipe.extensions,
      },
      from: '20260101000000Z',
      until,
      digest,
      serial,
    })
    writeFileSync(join(folder, `${name}.pem`), pem)
  }
}

/** Makes one certificate as the recipe says, signed by openssl, and returns its bytes. */
export function makeCertificate(folder: string, recipe: Recipe): Buffer {
  const { use = 'web', by = 'issuing', key: keyName = 'p256' } = recipe
  const key = join(folder, `leaf-${keyName}.key`)
  if (!existsSync(key)) makeKey(keyName, key)
  const { sections, value } = writeAsn1(recipe.statements ?? (use === 'web' ? web : eseal)(psd2()))
  const pem = sign(
    folder,
    by,
    key,
    {
      subject: recipe.subject ?? GOOD_SUBJECT,
      extensions: {
        basicConstraints: 'critical,CA:FALSE',
        subjectKeyIdentifier: 'hash',
        authorityKeyIdentifier: 'keyid',
        ...PROFILES[use],
        '1.3.6.1.5.5.7.1.3': `ASN1:${value}`,
        ...recipe.extensions,
      },
      from: recipe.from ?? FROM,
      until: recipe.until ?? UNTIL,
      digest: recipe.digest,
      pss: recipe.pss,
    },
    sections,
  )
  const made = derOf(pem)
  const edited = recipe.edit ? signAnew(folder, by, made, recipe.edit) : made
  return recipe.bytes ? recipe.bytes(edited) : edited
}

/** With ECDSA and SHA-256: only for CAs whose key is of that kind. */
function signAnew(
  folder: string,
  by: AuthorityName,
  der: Buffer,
  edit: (tbs: DerTree[]) => DerTree[],
): Buffer {
  const [tbs, algorithm = sequence()] = partsOf(readTree(der))
  const edited = writeTree(sequence(...edit(partsOf(tbs))))
  const signature = openssl(['dgst', '-sha256', '-sign', join(folder, `${by}.key`)], edited)
  const bits = { tag: 0x03, value: Buffer.concat([Buffer.from([0]), signature]) }
  return writeTree(sequence(edited, algorithm, bits))
}

function makeKey(name: KeyName, file: string): void {
  const [algorithm = 'EC', ...options] = KEYS[name]
  const pkeyopts = options.flatMap((option) => ['-pkeyopt', option])
  openssl(['genpkey', '-algorithm', algorithm, ...pkeyopts, '-out', file])
}

/** A request with `openssl req`, and its certificate with `openssl ca`; `by` null signs it with its own key. */
function sign(folder: string, by: string | null, key: string, wish: Wish, sections: readonly string[] = []) {
  const at = (name: string) => join(folder, name)
  const lines = Object.entries(wish.extensions).flatMap(([name, text]) => (text ? [`${name} = ${text}`] : []))
  const config = [
    ...['[req]', 'prompt = no', 'utf8 = yes', 'string_mask = utf8only', 'distinguished_name = dn'],
    ...['[dn]', ...wish.subject],
    ...['[ca]', 'default_ca = zoo', '[zoo]', `database = ${at('index')}`, `new_certs_dir = ${folder}`],
    ...[
      wish.serial ? `serial = ${at('serial')}` : 'rand_serial = yes',
      'unique_subject = no',
      'policy = any',
    ],
    ...['[any]', ...ATTRIBUTES.map((attribute) => `${attribute} = optional`)],
    ...['[ext]', ...lines, ...sections],
  ]
  writeFileSync(at('config'), `${config.join('\n')}\n`)
  writeFileSync(at('index'), '')
  if (wish.serial) writeFileSync(at('serial'), `${wish.serial}\n`)
  openssl(['req', '-new', '-utf8', '-key', key, '-config', at('config'), '-out', at('request')])
  const issuer = by ? ['-cert', at(`${by}.pem`), '-keyfile', at(`${by}.key`)] : ['-selfsign', '-keyfile', key]
  const pss = wish.pss ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'] : []
  const times = ['-startdate', wish.from, '-enddate', wish.until]
  const what = [
    'ca',
    '-batch',
    '-notext',
    '-config',
    at('config'),
    '-extensions',
    'ext',
    '-in',
    at('request'),
  ]
  return openssl([...what, ...issuer, ...times, ...pss, '-md', wish.digest ?? 'sha256']).toString()
}

function writeAsn1(tree: Asn1): { sections: string[]; value: string } {
  const sections: string[] = []
  let count = 0
  const write = (node: Asn1): string => {
    if (typeof node === 'string') return node
    if ('prefix' in node) return `${node.prefix},${write(node.of)}`
    count += 1
    const name = `asn${count}`
    sections.push(`[${name}]`, ...node.map((child, at) => `f${at} = ${write(child)}`).map(String))
    return `SEQUENCE:${name}`
  }
  return { value: write(tree), sections }
}

export function derOf(pem: string): Buffer {
  const [, base64 = ''] = /-----BEGIN CERTIFICATE-----([^-]*)-----END/.exec(pem) ?? []
  return Buffer.from(base64, 'base64')
}

function openssl(args: readonly string[], input?: Buffer): Buffer {
  return execFileSync('openssl', [...args], { input, stdio: ['pipe', 'pipe', 'pipe'] })
}

type Wish = {
  subject: readonly string[]
  extensions: Record<string, string | null>
  from: string
  until: string
  digest?: string | undefined
  pss?: boolean | undefined
  serial?: string | undefined
}
