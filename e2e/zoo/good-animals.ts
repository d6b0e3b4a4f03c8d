import { type Animal, again, good } from './animal'
import { subjectText } from './edits'
import * as r from './recipe'

const hosts = (count: number) =>
  Array.from({ length: count }, (_, at) => `DNS:host-${at}.zoo.example`).join(',')
const roles = (...pairs: [string, string][]): r.Recipe => ({ statements: r.web(r.psd2(pairs)) })
const numbered = (number: string) => r.holder(`PSDNL-DNB-${number}`, 'NL-DNB')
const ID = 'PSDNL-DNB-1234'

/** What a bank must let in, however unusual. */
export const GOOD_ANIMALS: readonly Animal[] = [
  good('qwac', {}, { roles: ['PSP_PI', 'PSP_AI'], identifier: ID }),
  again('qwac', 'at its first moment', null, { at: '2026-11-01T00:00:00Z' }),
  again('qwac', 'at its last moment', null, { at: '2027-11-01T00:00:00Z' }),
  good('every role', roles([`${r.ROLE}.1`, 'PSP_AS'], r.PI, r.AI, [`${r.ROLE}.4`, 'PSP_IC']), {
    roles: ['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC'],
  }),
  good('AI is 3', roles([`${r.ROLE}.3`, 'PSP_AI']), { roles: ['PSP_AI'] }),
  good('PI is 2', roles([`${r.ROLE}.2`, 'PSP_PI']), { roles: ['PSP_PI'] }),
  good('role named as another', roles([`${r.ROLE}.3`, 'PSP_PI']), {
    roles: ['PSP_AI'],
    warns: 'psd2-statement',
  }),
  good('role twice', roles(r.AI, r.AI), { roles: ['PSP_AI'] }),
  good('unknown role beside a known', roles(['1.2.3.4.5', 'PSP_PI'], r.AI), { roles: ['PSP_AI'] }),
  good('verification of payee', roles([`${r.ROLE}.51`, 'VOP_RS'], [`${r.ROLE}.52`, 'VOP_VS']), { roles: [] }),
  good('central bank role', roles([`${r.ROLE}.5`, 'PSP_CB'], [`${r.ROLE}.6`, 'PSP_PA']), { roles: [] }),
  good('unspecified role', roles([`${r.ROLE}.0`, 'Unspecified']), { roles: [] }),
  good('no role', roles(), { roles: [] }),

  good('number with hyphens and slashes', numbered('12/34-5.b-PSD'), {
    identifier: 'PSDNL-DNB-12/34-5.b-PSD',
  }),
  good('number in Greek', numbered('ΑΕ 7'), { identifier: 'PSDNL-DNB-ΑΕ 7' }),
  good('ETSI spelling of the Bank of Spain', r.holder('PSDES-BDE-3DFD21', 'ES-BDE', 'ES'), {
    identifier: 'PSDES-BE-3DFD21',
  }),
  good('both spellings of the Bank of Spain', r.holder('PSDES-BE-3DFD21', 'ES-BDE', 'ES'), {
    identifier: 'PSDES-BE-3DFD21',
  }),
  good('seat in another country', r.holder('PSDNL-DNB-1234', 'NL-DNB', 'IE'), { identifier: ID }),
  good('more in the subject', {
    subject: [...r.GOOD_SUBJECT, 'L = Utrecht', 'serialNumber = 1', '1.OU = One', '2.OU = Two'],
  }),

  good(
    'name as BMPString',
    subjectText('Zoo B.V.', { tag: 0x1e, value: Buffer.from('Zoo B.V.', 'utf16le').swap16() }),
  ),

  good('RSA 2048', { key: 'rsa2048' }),
  good('RSA 4096', { key: 'rsa4096' }),
  good('P-384', { key: 'p384' }),
  good('P-521', { key: 'p521' }),
  good('Brainpool', { key: 'brainpool' }),
  good('signed with RSA', { by: 'rsa' }),
  good('signed with RSA and SHA-512', { by: 'rsa', digest: 'sha512' }),
  good('signed with RSASSA-PSS', { by: 'rsa', pss: true }),
  good('signed with SHA-384', { digest: 'sha384' }),
  good('signed with Brainpool', { by: 'brainpool' }),
  good('of a CA of a small exponent', { by: 'exponent-3' }),
  good('of a CA that SHA-1 signed', { by: 'sha-1' }),
  good('of a CA under constraints', { by: 'constrained' }),
  good('of a CA with critical statements', { by: 'critical-statements' }),
  good('of a CA of a long number', { by: 'long-serial' }),
  good('not excepted by the list', {
    by: 'excepting',
    extensions: { certificatePolicies: '0.4.0.194112.1.4,0.4.0.19495.3.1' },
  }),

  good('client authentication alone', { extensions: { extendedKeyUsage: 'clientAuth' } }),
  good('critical extended key usage', { extensions: { extendedKeyUsage: 'critical,clientAuth' } }),
  good('more key usages', {
    extensions: { keyUsage: 'critical,digitalSignature,keyEncipherment,keyAgreement' },
  }),
  good('a hundred hosts', { extensions: { subjectAltName: hosts(100) } }),
  good('an extension nobody knows', { extensions: { '1.2.3.4': 'ASN1:NULL' } }),
  good('until 2050', { until: '20501231000000Z' }),
  good('more statements', {
    statements: [
      ['OID:1.3.6.1.5.5.7.11.2', ['OID:0.4.0.194121.1.2']],
      ...r.web(),
      ['OID:0.4.0.1862.1.3', 'INTEGER:10'],
      ['OID:0.4.0.1862.1.5', [['IA5:https://qtsp.example/pds', 'PRINTABLE:en']]],
      r.psd2(),
    ],
  }),

  good('qsealc', { use: 'eseal' }, { roles: ['PSP_PI', 'PSP_AI'], identifier: ID }),
  good('qsealc of type B', {
    use: 'eseal',
    extensions: { keyUsage: 'critical,nonRepudiation,digitalSignature' },
  }),
  good('qsealc that only signs', { use: 'eseal', extensions: { keyUsage: 'critical,digitalSignature' } }),
  good('qsealc in a device', { use: 'eseal', statements: r.eseal(r.QSCD, r.psd2()) }),
]
