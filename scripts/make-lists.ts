import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DrawList, drawList } from '@/e2e/lists/draw-list'

// The signed lists in e2e/lists/files, made with the openssl program and xmlsec1 and not with what reads them. Needed only to
// make them anew: tests read the files. The keys are thrown away.

const FILES = 'e2e/lists/files'
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const SIGNERS = {
  'rsa-nl': 'NL',
  'ec-nl': 'NL',
  'rsa-de': 'DE',
  'ended-nl': 'NL',
  'ec-el': 'EL',
  'pss-de': 'DE',
} as const
const LISTS: Record<
  string,
  { by: keyof typeof SIGNERS; drawn?: DrawList; change?: (xml: string) => string }
> = {
  good: { by: 'rsa-nl' },
  'good-ecdsa': { by: 'ec-nl', drawn: { method: `${MORE}ecdsa-sha256`, sequence: 42 } },
  'good-sha-512': {
    by: 'rsa-nl',
    drawn: {
      method: `${MORE}rsa-sha512`,
      digest: 'http://www.w3.org/2001/04/xmlenc#sha512',
      sequence: 43,
      version: 6,
    },
  },
  'good-by-id': { by: 'rsa-nl', drawn: { uri: '#list' } },
  'past-next-update': { by: 'rsa-nl', drawn: { nextUpdate: '2026-11-20T09:00:00Z' } },
  closed: { by: 'rsa-nl', drawn: { nextUpdate: null } },
  'of-another-country': { by: 'rsa-de' },
  'of-greece': { by: 'ec-el', drawn: { territory: 'EL', method: `${MORE}ecdsa-sha512` } },
  'signer-ended': { by: 'ended-nl' },
  'sha-1': { by: 'rsa-nl', drawn: { method: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' } },
  'sha-1-digest': { by: 'rsa-nl', drawn: { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' } },
  'version-4': { by: 'rsa-nl', drawn: { version: 4 } },
  // Signed well, and not over the list.
  'a-part-alone': {
    by: 'rsa-nl',
    drawn: { uri: '#part' },
    change: (xml) => xml.replace('<SchemeInformation>', '<SchemeInformation Id="part">'),
  },
  'covered-twice': {
    by: 'rsa-nl',
    change: (xml) =>
      xml.replace(
        'Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties"><ds:Transforms>',
        'URI="#list"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>',
      ),
  },
  'no-list': {
    by: 'rsa-nl',
    change: (xml) => xml.replaceAll('TrustServiceStatusList', 'SomethingElse'),
  },
}

const folder = mkdtempSync(join(tmpdir(), 'lists-'))
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: folder, stdio: 'pipe' })
for (const [name, country] of Object.entries(SIGNERS)) {
  const keys: Record<string, string[]> = {
    ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    // A key whose certificate says that it makes no other signatures, as those of the German list.
    pss: ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:3072', '-sigopt', 'rsa_pss_saltlen:32'],
  }
  const key = keys[name.split('-')[0] ?? ''] ?? ['rsa:3072']
  const until = name.startsWith('ended') ? '20261101000000Z' : '20360101000000Z'
  const [kind = '', ...options] = key
  run(
    'openssl',
    'req',
    '-new',
    '-newkey',
    kind,
    ...options,
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/C=${country}/O=Scheme operator of fixtures/CN=${name}`,
  )
  writeFileSync(join(folder, `${name}.txt`), '')
  writeFileSync(
    join(folder, 'ca.cnf'),
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${name}.txt\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\nC=supplied\nO=supplied\nCN=supplied\n`,
  )
  run(
    'openssl',
    'ca',
    '-batch',
    '-notext',
    '-config',
    'ca.cnf',
    '-selfsign',
    '-keyfile',
    `${name}.key`,
    '-in',
    `${name}.csr`,
    '-out',
    `${name}.pem`,
    '-startdate',
    '20260101000000Z',
    '-enddate',
    until,
  )
  copyFileSync(join(folder, `${name}.pem`), join(FILES, `signer-${name}.pem`))
}
LISTS['of-lists'] = { by: 'rsa-de', drawn: drawListOfLists() }
for (const [name, { by, drawn, change = (xml: string) => xml }] of Object.entries(LISTS)) {
  writeFileSync(join(folder, 'list.xml'), change(drawList(drawn)))
  signList(by, `${name}.xml`)
  copyFileSync(join(folder, `${name}.xml`), join(FILES, `${name}.xml`))
}
signByPss('rsa-nl', 'good-pss', 'NL')
signByPss('pss-de', 'good-pss-key', 'DE')
rmSync(folder, { recursive: true })
console.log(`${FILES}: ${Object.keys(LISTS).length} lists.`)

/** xmlsec1 of this age knows no RSASSA-PSS: it makes the digests, and the openssl program signs their canonical form. */
function signByPss(by: keyof typeof SIGNERS, output: string, territory: string): void {
  writeFileSync(join(folder, 'list.xml'), drawList({ sequence: 44, territory }))
  signList('rsa-nl', 'pss.xml')
  const pss = readFileSync(join(folder, 'pss.xml'), 'utf8').replace(
    `${MORE}rsa-sha256`,
    'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  )
  const signedInfo = /<ds:SignedInfo>[\s\S]*<\/ds:SignedInfo>/.exec(pss)?.[0] ?? ''
  const canonical = signedInfo
    .replace('<ds:SignedInfo>', '<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">')
    .replace(/<(ds:\w+)([^>]*)\/>/g, '<$1$2></$1>')
  writeFileSync(join(folder, 'signed-info'), canonical)
  const options = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:-1']
  const value = run('openssl', 'dgst', '-sha256', ...options, '-sign', `${by}.key`, 'signed-info').toString(
    'base64',
  )
  const signed = pss
    .replace(/(<ds:SignatureValue>)[^<]*/, `$1${value}`)
    .replace(/(<ds:X509Certificate>)[^<]*/, `$1${base64Of(by)}`)
  writeFileSync(join(FILES, `${output}.xml`), signed)
}

/** As that of the EU: beside countries' lists it points at itself and at a list for people. */
function drawListOfLists(): DrawList {
  const [nl, other, de] = (['rsa-nl', 'ec-nl', 'rsa-de'] as const).map(base64Of)
  return {
    territory: 'EU',
    type: 'EUlistofthelists',
    nextUpdate: '2027-01-01T00:00:00Z',
    services: [],
    pointers: [
      { territory: 'NL', place: 'https://lists.example/nl.xml', signers: [nl ?? '', other ?? ''] },
      { territory: 'NL', place: 'https://lists.example/nl.pdf', signers: [nl ?? ''], mime: 'pdf' },
      {
        territory: 'EU',
        place: 'https://lists.example/eu.xml',
        signers: [de ?? ''],
        type: 'EUlistofthelists',
      },
      { territory: 'FR', place: 'https://lists.example/fr.xml', signers: ['AAAA'] },
      { territory: 'IT', place: 'file:///etc/passwd', signers: [nl ?? ''] },
    ],
  }
}

function base64Of(signer: keyof typeof SIGNERS): string {
  return readFileSync(join(folder, `${signer}.pem`), 'latin1').replace(/-----[^-]+-----|\s/g, '')
}

function signList(by: keyof typeof SIGNERS, output: string): void {
  run(
    'xmlsec1',
    '--sign',
    '--id-attr:Id',
    'TrustServiceStatusList',
    '--id-attr:Id',
    'SchemeInformation',
    '--id-attr:Id',
    'SignedProperties',
    '--privkey-pem',
    `${by}.key,${by}.pem`,
    '--output',
    output,
    'list.xml',
  )
}
