import { AsnConvert } from '@peculiar/asn1-schema'
import type { Name } from '@peculiar/x509'
import { findAuthority } from '@/lib/eidas/authorities'
import { readOrganizationIdentifier } from '@/lib/eidas/organization-identifier'
import {
  ObjectIdentifiers,
  PSD2_STATEMENT,
  Psd2QcType,
  QC_COMPLIANCE,
  QC_TYPE,
  QC_TYPE_OF_USE,
  QcStatement,
  ROLE_OIDS,
  RoleOfPsp,
} from '@/lib/eidas/qc-statements'
import type { CertificateUse, PspRole } from '@/lib/eidas/qualified-certificate'

const DAY_MS = 86_400_000
const CLOCK_SKEW_MS = 300_000
/** A QWAC serves a web site and calls others alike (EN 319 412-4). */
const WEB_USES = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']

/** The blueprint of a good QWAC or QSealC of a TPP, valid for a year. Throws on an unknown organisation. */
export function drawBlueprint({
  organizationIdentifier,
  name,
  roles,
  use,
  now,
  hosts = [],
  country,
}: DrawBlueprint): Blueprint {
  const identity = readOrganizationIdentifier(organizationIdentifier)
  const authority = identity && findAuthority(identity.authorityId)
  if (!identity || !authority) throw new Error(`${organizationIdentifier} is not like PSDNL-DNB-1234`)
  return {
    use,
    subject: { country: country ?? authority.country, name, organizationIdentifier },
    hosts: use === 'web' ? [hostOf(organizationIdentifier), ...hosts] : [],
    extendedKeyUsage: use === 'web' ? WEB_USES : [],
    statements: [complianceStatement(), typeStatement(use), psd2Statement({ roles, nCAId: authority.id })],
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter: new Date(now.getTime() + 365 * DAY_MS),
  }
}

/** "This certificate is qualified" (EN 319 412-5 4.2.1). */
export function complianceStatement(): QcStatement {
  return new QcStatement({ statementId: QC_COMPLIANCE })
}

/** "It is for this use" (EN 319 412-5 4.2.3). */
export function typeStatement(use: CertificateUse): QcStatement {
  const statementInfo = AsnConvert.serialize(new ObjectIdentifiers([QC_TYPE_OF_USE[use]]))
  return new QcStatement({ statementId: QC_TYPE, statementInfo })
}

/** "This authority licensed it for these roles" (TS 119 495 annex A). */
export function psd2Statement({ roles, nCAId }: { roles: readonly PspRole[]; nCAId: string }): QcStatement {
  const rolesOfPsp = roles.map((role) => new RoleOfPsp({ oid: ROLE_OIDS[role], name: role }))
  const nCAName = findAuthority(nCAId)?.name ?? nCAId
  return new QcStatement({
    statementId: PSD2_STATEMENT,
    statementInfo: AsnConvert.serialize(new Psd2QcType({ rolesOfPsp, nCAName, nCAId })),
  })
}

function hostOf(organizationIdentifier: string): string {
  const label = organizationIdentifier
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
  return `${label.replace(/-$/, '')}.example`
}

/** What an issued certificate shall say. The issuer asks no questions: the presets rely on that. */
export type Blueprint = {
  use: CertificateUse
  subject: { country: string; name: string; organizationIdentifier: string }
  hosts: readonly string[]
  extendedKeyUsage: readonly string[]
  statements: readonly QcStatement[]
  notBefore: Date
  notAfter: Date
  /** Flags of the key usage, where they are not those of the use. */
  keyUsage?: number
  isAuthority?: boolean
  /** Extensions that are there a second time, empty. */
  twice?: readonly string[]
  issuerName?: Name
}

type DrawBlueprint = {
  organizationIdentifier: string
  name: string
  roles: readonly PspRole[]
  use: CertificateUse
  now: Date
  /** Web addresses of the TPP beside the one made of its number. */
  hosts?: readonly string[]
  /** The company's seat. Default: the authority's country. */
  country?: string
}
