import { AsnArray, AsnConvert, AsnProp, AsnPropTypes, AsnType, AsnTypeTypes } from '@peculiar/asn1-schema'
import type { PspRole } from '@/lib/eidas/qualified-certificate'

export const QC_STATEMENTS = '1.3.6.1.5.5.7.1.3'
export const QC_COMPLIANCE = '0.4.0.1862.1.1'
export const QC_SSCD = '0.4.0.1862.1.4'
export const QC_TYPE = '0.4.0.1862.1.6'
export const QC_LEGISLATION = '0.4.0.1862.1.7'
export const PSD2_STATEMENT = '0.4.0.19495.2'

/** EN 319 412-5 QcType. Electronic signatures of natural persons (.1) have no use here. */
export const QC_TYPE_OF_USE = { web: '0.4.0.1862.1.6.3', eseal: '0.4.0.1862.1.6.2' } as const

// TS 119 495 clause 5.1. PI is 2 and AI is 3: with the two swapped, a licence to read would let one pay.
export const ROLE_OIDS: Record<PspRole, string> = {
  PSP_AS: '0.4.0.19495.1.1',
  PSP_PI: '0.4.0.19495.1.2',
  PSP_AI: '0.4.0.19495.1.3',
  PSP_IC: '0.4.0.19495.1.4',
}

/** QCStatement of RFC 3739; `statementInfo` is the DER of whatever the statement defines. */
export class QcStatement {
  statementId = ''
  statementInfo?: ArrayBuffer

  constructor(fields: Partial<QcStatement> = {}) {
    Object.assign(this, fields)
  }
}

export class QcStatements extends AsnArray<QcStatement> {}

/** A sequence of object identifiers: QcType and extended key usage. */
export class ObjectIdentifiers extends AsnArray<string> {}

export class RoleOfPsp {
  oid = ''
  name = ''

  constructor(fields: Partial<RoleOfPsp> = {}) {
    Object.assign(this, fields)
  }
}

/** PSD2QcType of TS 119 495 annex A. */
export class Psd2QcType {
  rolesOfPsp: RoleOfPsp[] = []
  nCAName = ''
  nCAId = ''

  constructor(fields: Partial<Psd2QcType> = {}) {
    Object.assign(this, fields)
  }
}

// The decorators are called by hand: no compiler option, and Next, tsx and vitest agree on what they do.
AsnProp({ type: AsnPropTypes.ObjectIdentifier })(QcStatement.prototype, 'statementId')
AsnProp({ type: AsnPropTypes.Any, optional: true })(QcStatement.prototype, 'statementInfo')
AsnType({ type: AsnTypeTypes.Sequence })(QcStatement)
AsnType({ type: AsnTypeTypes.Sequence, itemType: QcStatement })(QcStatements)
AsnType({ type: AsnTypeTypes.Sequence, itemType: AsnPropTypes.ObjectIdentifier })(ObjectIdentifiers)
AsnProp({ type: AsnPropTypes.ObjectIdentifier })(RoleOfPsp.prototype, 'oid')
AsnProp({ type: AsnPropTypes.Utf8String })(RoleOfPsp.prototype, 'name')
AsnType({ type: AsnTypeTypes.Sequence })(RoleOfPsp)
AsnProp({ type: RoleOfPsp, repeated: 'sequence' })(Psd2QcType.prototype, 'rolesOfPsp')
AsnProp({ type: AsnPropTypes.Utf8String })(Psd2QcType.prototype, 'nCAName')
AsnProp({ type: AsnPropTypes.Utf8String })(Psd2QcType.prototype, 'nCAId')
AsnType({ type: AsnTypeTypes.Sequence })(Psd2QcType)

/**
 * Reads DER into one of the classes above and throws on anything but its one encoding. The parser alone
 * would let through long-form lengths and trailing bytes, which two readers may understand differently.
 */
export function readDer<T>(der: ArrayBuffer, type: new () => T): T {
  const value = AsnConvert.parse(der, type)
  if (!Buffer.from(AsnConvert.serialize(value)).equals(Buffer.from(der))) throw new Error('not DER')
  return value
}
