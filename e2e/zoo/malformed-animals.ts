import { type Animal, bad } from './animal'
import { integer, partsOf, sequence, writeTree } from './der-tree'
import { at, extensions, modulusOf, rsaKey, serial, subjectText } from './edits'
import { type Asn1, psd2, web } from './recipe'

const hosts = (count: number) =>
  Array.from({ length: count }, (_, at) => `DNS:host-${at}.zoo.example`).join(',')

/** The name of the same company with its length in two bytes where one would do: BER, not DER. */
const longLength = subjectText('Zoo B.V.', Buffer.from([0x0c, 0x81, 8, ...Buffer.from('Zoo B.V.')]))
/** A UTF8String in two pieces of indefinite length. */
const pieces = Buffer.from([
  0x2c,
  0x80,
  0x0c,
  4,
  ...Buffer.from('Zoo '),
  0x0c,
  4,
  ...Buffer.from('B.V.'),
  0,
  0,
])

const pem = (der: Buffer) =>
  Buffer.from(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`)

/** Step `parse`. */
export const MALFORMED_ANIMALS: readonly Animal[] = [
  bad('too long', 'CERT_MALFORMED', /no more than 16384/, { extensions: { subjectAltName: hosts(800) } }),
  bad('bytes after the end', 'CERT_MALFORMED', /not one certificate in DER/, {
    bytes: (der) => Buffer.concat([der, Buffer.from([0x05, 0x00])]),
  }),
  bad('cut short', 'CERT_MALFORMED', /not one certificate in DER/, { bytes: (der) => der.subarray(0, -1) }),
  bad('nothing', 'CERT_MALFORMED', /not one certificate in DER/, { bytes: () => Buffer.alloc(0) }),
  bad('text', 'CERT_MALFORMED', /not one certificate in DER/, { bytes: pem }),
  bad('length of two bytes', 'CERT_MALFORMED', /not one certificate in DER/, longLength),
  bad('string in pieces', 'CERT_MALFORMED', /not one certificate in DER/, subjectText('Zoo B.V.', pieces)),
  bad('no UTF-8', 'CERT_MALFORMED', /not one certificate in DER/, {
    ...subjectText('Zoo B.V.', { tag: 0x0c, value: Buffer.from([0x5a, 0xc3, 0x28]) }),
  }),
  bad('nested too deep', 'CERT_MALFORMED', /not one certificate in DER/, {
    bytes: () =>
      Array.from({ length: 60 }).reduce((inner: Buffer) => writeTree(sequence(inner)), Buffer.alloc(0)),
  }),
  bad('DER of something else', 'CERT_MALFORMED', /not an X.509 certificate/, {
    bytes: () => writeTree(sequence(integer('01'), integer('02'))),
  }),
  bad('version 1', 'CERT_MALFORMED', /version 3/, { edit: ([, ...tbs]) => tbs }),
  bad(
    'version 2',
    'CERT_MALFORMED',
    /version 3/,
    at(0, () => ({ tag: 0xa0, value: [integer('01')] })),
  ),
  bad('serial number below zero', 'CERT_MALFORMED', /serial number/, serial('ff7b')),
  bad('serial number zero', 'CERT_MALFORMED', /serial number/, serial('00')),
  bad('serial number of 21 bytes', 'CERT_MALFORMED', /serial number/, serial('7b'.repeat(21))),
  bad('extension twice', 'CERT_MALFORMED', /2\.5\.29\.37 .* twice/, {
    ...extensions((list) => [
      ...list,
      ...list.filter((node) => writeTree(node).includes(Buffer.from([0x55, 0x1d, 0x25]))),
    ]),
  }),
  bad('unknown critical extension', 'CERT_MALFORMED', /1\.2\.3\.4 .* not understood/, {
    extensions: { '1.2.3.4': 'critical,ASN1:NULL' },
  }),
  bad('name constraints', 'CERT_MALFORMED', /2\.5\.29\.30 .* not understood/, {
    extensions: { nameConstraints: 'critical,permitted;DNS:example' },
  }),
  bad('critical qcStatements', 'CERT_MALFORMED', /marked critical/, {
    ...extensions((list) =>
      list.map((node) => {
        const [id = sequence(), value = sequence()] = partsOf(node)
        const isQc = writeTree(id).equals(Buffer.from('06082b06010505070103', 'hex'))
        return isQc ? sequence(id, { tag: 0x01, value: Buffer.from([0xff]) }, value) : node
      }),
    ),
  }),
  bad('key usage that is text', 'CERT_MALFORMED', /extension 2\.5\.29\.15 is not as defined/, {
    extensions: { keyUsage: null, '2.5.29.15': 'critical,ASN1:UTF8:sign' },
  }),
  bad('extension with bytes after its end', 'CERT_MALFORMED', /extension 2\.5\.29\.37 is not as defined/, {
    extensions: { extendedKeyUsage: null, '2.5.29.37': 'DER:300a06082b060105050703020500' },
  }),
  bad('extension of a thousand parts', 'CERT_MALFORMED', /1\.3\.6\.1\.5\.5\.7\.1\.3 is not as defined/, {
    statements: web(psd2(), ...Array.from({ length: 1000 }, (): Asn1 => ['OID:1.2.3'])),
  }),
  bad('object identifier of 100 bytes', 'CERT_MALFORMED', /2\.5\.29\.37 is not as defined/, {
    extensions: {
      extendedKeyUsage: null,
      '2.5.29.37': `DER:307006082b060105050703020664${'81'.repeat(99)}01`,
    },
  }),
  bad('statements without their sequence', 'CERT_MALFORMED', /1\.3\.6\.1\.5\.5\.7\.1\.3 is not as defined/, {
    statements: ['OID:0.4.0.1862.1.1'],
  }),

  bad('MD5', 'KEY_OR_SIGNATURE_WEAK', /algorithm/, { by: 'rsa', digest: 'md5' }),
  bad('SHA-1', 'KEY_OR_SIGNATURE_WEAK', /algorithm/, { digest: 'sha1' }),
  bad('SHA-1 with RSA', 'KEY_OR_SIGNATURE_WEAK', /algorithm/, { by: 'rsa', digest: 'sha1' }),
  bad('SHA-224', 'KEY_OR_SIGNATURE_WEAK', /algorithm/, { digest: 'sha224' }),
  bad('RSASSA-PSS with SHA-1', 'KEY_OR_SIGNATURE_WEAK', /algorithm/, {
    by: 'rsa',
    pss: true,
    digest: 'sha1',
  }),
  bad('RSA 1024', 'KEY_OR_SIGNATURE_WEAK', /key/, { key: 'rsa1024' }),
  bad('RSA 16384', 'KEY_OR_SIGNATURE_WEAK', /key/, { key: 'rsa2048', ...rsaKey(modulusOf(2048), '010001') }),
  bad('RSA with exponent 1', 'KEY_OR_SIGNATURE_WEAK', /key/, {
    key: 'rsa2048',
    ...rsaKey(modulusOf(256), '01'),
  }),
  bad('RSA with a long exponent', 'KEY_OR_SIGNATURE_WEAK', /key/, {
    ...{ key: 'rsa2048', ...rsaKey(modulusOf(256), `${'7b'.repeat(250)}01`) },
  }),
  bad('P-224', 'KEY_OR_SIGNATURE_WEAK', /key/, { key: 'p224' }),
  bad('secp256k1', 'KEY_OR_SIGNATURE_WEAK', /key/, { key: 'secp256k1' }),
  bad('RSA with exponent 3', 'KEY_OR_SIGNATURE_WEAK', /key/, { key: 'rsa-exponent-3' }),
  bad('curve by its parameters', 'KEY_OR_SIGNATURE_WEAK', /key/, { key: 'explicit' }),
  bad('Ed25519', 'KEY_OR_SIGNATURE_WEAK', /key/, { key: 'ed25519' }),
]
