import 'reflect-metadata'
import { AsnConvert } from '@peculiar/asn1-schema'
import { Name } from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'
import { expect, test } from 'vitest'
import { isNameInText } from './name-of-text'

const name = AsnConvert.parse(
  new x509.Name([
    { C: [{ printableString: 'NL' }] },
    { O: [{ utf8String: 'Zegel, Bureau + Co "Één"' }] },
    { '2.5.4.97': [{ utf8String: 'NTRNL-12345678' }] },
    { CN: [{ utf8String: 'Zegel QSealC  CA' }] },
  ]).toArrayBuffer(),
  Name,
)

test.each([
  'CN=Zegel QSealC CA,2.5.4.97=NTRNL-12345678,O=Zegel\\, Bureau \\+ Co \\"Één\\",C=NL',
  'cn=zegel qsealc ca, organizationIdentifier=NTRNL-12345678, o="Zegel, Bureau + Co \\"Één\\"", c=nl',
  'C = NL, O = Zegel\\2C Bureau \\2B Co \\22\\C3\\89\\C3\\A9n\\22, OID.2.5.4.97 = NTRNL-12345678, CN = Zegel QSealC CA',
  'CN=Zegel QSealC CA;2.5.4.97=#0c0e4e54524e4c2d3132333435363738;O=Zegel\\, Bureau \\+ Co \\"Één\\";C=NL',
])('one name in many spellings: %s', (text) => {
  expect(isNameInText(name, text)).toBe(true)
})

test.each([
  '',
  'CN',
  'CN=Zegel QSealC CA',
  'CN=Zegel QSealC CA,2.5.4.97=NTRNL-12345678,O=Zegel\\, Bureau \\+ Co \\"Één\\",C=BE',
  'CN=Zegel QSealC CA,2.5.4.97=NTRNL-12345678,O=Zegel\\, Bureau \\+ Co \\"Één\\",C=NL,C=NL',
  'CN=Zegel QSealC CA+2.5.4.97=NTRNL-12345678,O=Zegel\\, Bureau \\+ Co \\"Één\\",C=NL',
  '2.5.4.97=NTRNL-12345678,CN=Zegel QSealC CA,O=Zegel\\, Bureau \\+ Co \\"Één\\",C=NL',
  'CN=Zegel QSealC CA,2.5.4.97=#0c0f4e54524e4c2d3132333435363738,O=Zegel\\, Bureau \\+ Co \\"Één\\",C=NL',
  'CN=Zegel QSealC CA,2.5.4.97=NTRNL-12345678,O=Zegel, Bureau + Co "Één",C=NL',
])('another name, or none: %s', (text) => {
  expect(isNameInText(name, text)).toBe(false)
})
