import { type Animal, again, bad } from './animal'
import { subjectText } from './edits'
import * as r from './recipe'

const statements = (...all: r.Asn1[]): r.Recipe => ({ statements: all })
const psd2Of = (info: r.Asn1) => statements(...r.web(r.psd2Of(info)))
const subject = (attribute: string, ...lines: string[]): r.Recipe => ({
  subject: r.subjectWith(attribute, ...lines),
})
const identifier = (text: string) => r.holder(text, 'NL-DNB')
const usage = (keyUsage: string | null): r.Recipe => ({ extensions: { keyUsage } })

const ROLES: r.Asn1 = [[`OID:${r.ROLE}.3`, 'UTF8:PSP_AI']]
const NAME = 'UTF8:De Nederlandsche Bank'
const ID = 'UTF8:NL-DNB'

/** Steps `use`, `psd2-statement` and `identity`. */
export const UNFIT_ANIMALS: readonly Animal[] = [
  bad('a CA', 'IS_AUTHORITY', /that of a CA/, { extensions: { basicConstraints: 'critical,CA:TRUE' } }),
  bad('not qualified', 'NOT_QUALIFIED', /QcCompliance/, statements(r.qcType(r.WEB), r.psd2())),
  bad('no statements', 'NOT_QUALIFIED', /QcCompliance/, { extensions: { '1.3.6.1.5.5.7.1.3': null } }),
  bad(
    'qualified in a third country',
    'NOT_QUALIFIED',
    /third country/,
    statements(...r.web(r.psd2()), ['OID:0.4.0.1862.1.7', ['PRINTABLE:GB']]),
  ),
  bad('no type', 'QC_TYPE_WRONG', /exactly one QcType/, statements(r.COMPLIANCE, r.psd2())),
  bad(
    'two types',
    'QC_TYPE_WRONG',
    /exactly one/,
    statements(r.COMPLIANCE, r.qcType(r.WEB, r.ESEAL), r.psd2()),
  ),
  bad(
    'two type statements',
    'QC_TYPE_WRONG',
    /exactly one/,
    statements(...r.web(r.qcType(r.ESEAL), r.psd2())),
  ),
  bad(
    'type without content',
    'QC_TYPE_WRONG',
    /exactly one/,
    statements(r.COMPLIANCE, ['OID:0.4.0.1862.1.6'], r.psd2()),
  ),
  bad(
    'type that is text',
    'QC_TYPE_WRONG',
    /exactly one/,
    statements(r.COMPLIANCE, ['OID:0.4.0.1862.1.6', 'UTF8:web'], r.psd2()),
  ),
  bad(
    'signature of a person',
    'QC_TYPE_WRONG',
    /not that of a QWAC/,
    statements(r.COMPLIANCE, r.qcType(r.ESIGN), r.psd2()),
  ),
  bad('seal that calls', 'QC_TYPE_WRONG', /not that of a QWAC/, statements(...r.eseal(r.psd2()))),
  again('qsealc', 'as a QWAC', ['QC_TYPE_WRONG', /not that of a QWAC/], { as: 'web' }),
  again('qwac', 'as a QSealC', ['QC_TYPE_WRONG', /not that of a QSealC/], { as: 'eseal' }),
  bad('device of a seal in a QWAC', 'QC_TYPE_WRONG', /QcSSCD/, statements(...r.web(r.QSCD, r.psd2()))),
  bad('no key usage', 'KEY_USAGE_WRONG', /key usage/, usage(null)),
  bad('key that only encrypts', 'KEY_USAGE_WRONG', /digitalSignature/, usage('critical,keyEncipherment')),
  bad('seal that only encrypts', 'KEY_USAGE_WRONG', /nonRepudiation/, {
    use: 'eseal',
    ...usage('critical,keyEncipherment'),
  }),
  bad(
    'key that signs certificates',
    'KEY_USAGE_WRONG',
    /of a CA/,
    usage('critical,digitalSignature,keyCertSign'),
  ),
  bad(
    'key that signs revocation lists',
    'KEY_USAGE_WRONG',
    /of a CA/,
    usage('critical,digitalSignature,cRLSign'),
  ),
  bad('server alone', 'CLIENT_AUTH_MISSING', /clientAuth/, {
    extensions: { extendedKeyUsage: 'serverAuth' },
  }),
  bad('any extended key usage', 'CLIENT_AUTH_MISSING', /clientAuth/, {
    extensions: { extendedKeyUsage: 'anyExtendedKeyUsage' },
  }),
  bad('no extended key usage', 'CLIENT_AUTH_MISSING', /clientAuth/, {
    extensions: { extendedKeyUsage: null },
  }),

  bad('no PSD2 statement', 'PSD2_STATEMENT_MISSING', /no PSD2 statement/, statements(...r.web())),
  bad(
    'two PSD2 statements',
    'PSD2_STATEMENT_TWICE',
    /exactly one/,
    statements(...r.web(r.psd2([r.AI]), r.psd2([r.PI]))),
  ),
  bad(
    'one PSD2 statement two times',
    'PSD2_STATEMENT_TWICE',
    /exactly one/,
    statements(...r.web(r.psd2(), r.psd2())),
  ),
  bad(
    'empty PSD2 statement',
    'PSD2_STATEMENT_MALFORMED',
    /not as/,
    statements(...r.web(['OID:0.4.0.19495.2'])),
  ),
  bad('PSD2 statement of two parts', 'PSD2_STATEMENT_MALFORMED', /not as/, psd2Of([ROLES, NAME])),
  bad(
    'PSD2 statement of four parts',
    'PSD2_STATEMENT_MALFORMED',
    /not as/,
    psd2Of([ROLES, NAME, ID, 'UTF8:more']),
  ),
  bad(
    'explicit tag around the roles',
    'PSD2_STATEMENT_MALFORMED',
    /not as/,
    psd2Of([{ prefix: 'EXPLICIT:0', of: ROLES as readonly r.Asn1[] }, NAME, ID]),
  ),
  bad(
    'explicit tag around a role',
    'PSD2_STATEMENT_MALFORMED',
    /not as/,
    psd2Of([[{ prefix: 'EXPLICIT:0', of: [`OID:${r.ROLE}.3`, 'UTF8:PSP_AI'] }], NAME, ID]),
  ),
  bad(
    'role without a sequence',
    'PSD2_STATEMENT_MALFORMED',
    /not as/,
    psd2Of([[`OID:${r.ROLE}.3`, 'UTF8:PSP_AI'], NAME, ID]),
  ),
  bad('role without a name', 'PSD2_STATEMENT_MALFORMED', /not as/, psd2Of([[[`OID:${r.ROLE}.3`]], NAME, ID])),
  bad(
    'role of another string type',
    'PSD2_STATEMENT_MALFORMED',
    /not as/,
    psd2Of([[[`OID:${r.ROLE}.3`, 'IA5:PSP_AI']], NAME, ID]),
  ),
  bad(
    'roles in a SET',
    'PSD2_STATEMENT_MALFORMED',
    /not as/,
    psd2Of([{ prefix: 'IMPLICIT:17U', of: ROLES as readonly r.Asn1[] }, NAME, ID]),
  ),
  bad(
    'authority without a name',
    'PSD2_STATEMENT_MALFORMED',
    /empty/,
    statements(...r.web(r.psd2([r.AI], { authority: '' }))),
  ),
  bad(
    'authority with a long name',
    'PSD2_STATEMENT_MALFORMED',
    /longer/,
    statements(...r.web(r.psd2([r.AI], { authority: 'B'.repeat(257) }))),
  ),
  bad(
    'authority without a country',
    'PSD2_STATEMENT_MALFORMED',
    /like NL-DNB/,
    statements(...r.web(r.psd2([r.AI], { id: 'DNB' }))),
  ),
  bad(
    'authority in small letters',
    'PSD2_STATEMENT_MALFORMED',
    /like NL-DNB/,
    statements(...r.web(r.psd2([r.AI], { id: 'nl-dnb' }))),
  ),

  bad('no country', 'IDENTITY_MALFORMED', /have C exactly once/, subject('C')),
  bad('two countries', 'IDENTITY_MALFORMED', /have C exactly once/, subject('C', '1.C = NL', '2.C = DE')),
  bad('no organisation', 'IDENTITY_MALFORMED', /have O exactly once/, subject('O')),
  bad(
    'two organisations',
    'IDENTITY_MALFORMED',
    /have O exactly once/,
    subject('O', '1.O = Zoo B.V.', '2.O = Other Bank'),
  ),
  bad(
    'no identifier',
    'IDENTITY_MALFORMED',
    /organizationIdentifier exactly once/,
    subject('organizationIdentifier'),
  ),
  bad(
    'two identifiers',
    'IDENTITY_MALFORMED',
    /organizationIdentifier exactly once/,
    subject(
      'organizationIdentifier',
      '1.organizationIdentifier = PSDNL-DNB-1234',
      '2.organizationIdentifier = PSDNL-DNB-9',
    ),
  ),
  bad('no common name', 'IDENTITY_MALFORMED', /have CN exactly once/, subject('CN')),
  bad(
    'two common names',
    'IDENTITY_MALFORMED',
    /have CN exactly once/,
    subject('CN', '1.CN = zoo.example', '2.CN = other.example'),
  ),
  bad('VAT number', 'IDENTITY_MALFORMED', /like PSDNL-DNB-1234/, identifier('VATNL-123456789')),
  bad(
    'identifier in small letters',
    'IDENTITY_MALFORMED',
    /like PSDNL-DNB-1234/,
    identifier('PSDNL-dnb-1234'),
  ),
  bad('identifier without a number', 'IDENTITY_MALFORMED', /like PSDNL-DNB-1234/, identifier('PSDNL-DNB-')),
  bad(
    'identifier without an authority',
    'IDENTITY_MALFORMED',
    /like PSDNL-DNB-1234/,
    identifier('PSDNL-1234'),
  ),
  bad(
    'line break in the identifier',
    'IDENTITY_MALFORMED',
    /like PSDNL-DNB-1234/,
    identifier('PSDNL-DNB-1\\r\\nX: 1'),
  ),
  bad(
    'invisible character in the identifier',
    'IDENTITY_MALFORMED',
    /like PSDNL-DNB-1234/,
    identifier('PSDNL-DNB-12\u200b34'),
  ),
  bad(
    'control character in the name',
    'IDENTITY_MALFORMED',
    /control characters/,
    subject('O', 'O = Zoo\\tB.V.'),
  ),
  bad('name of 300 characters', 'IDENTITY_MALFORMED', /control characters or more than 256/, {
    ...subjectText('Zoo B.V.', { tag: 0x0c, value: Buffer.alloc(300, 'Z') }),
  }),
  bad('empty organisation', 'IDENTITY_MALFORMED', /have O exactly once/, {
    ...subjectText('Zoo B.V.', { tag: 0x0c, value: Buffer.alloc(0) }),
  }),
  bad('country in small letters', 'IDENTITY_MALFORMED', /two capital letters/, subject('C', 'C = nl')),
  bad(
    'another authority in the statement',
    'IDENTITY_MISMATCH',
    /different authorities/,
    r.holder('PSDNL-DNB-1234', 'DE-BAFIN'),
  ),
  bad(
    'another country in the statement',
    'IDENTITY_MISMATCH',
    /different authorities/,
    r.holder('PSDIE-CBI-1234', 'IS-CBI'),
  ),
  bad(
    'authority on no list',
    'AUTHORITY_UNKNOWN',
    /XX-NCA is not on the list/,
    r.holder('PSDXX-NCA-1', 'XX-NCA'),
  ),
  bad(
    'country for an authority',
    'AUTHORITY_UNKNOWN',
    /NL-NL is not on the list/,
    r.holder('PSDNL-NL-1', 'NL-NL'),
  ),
  bad('central bank', 'AUTHORITY_UNKNOWN', /no competent authority/, r.holder('PSDNL-DNB-1234', 'NA')),
]
