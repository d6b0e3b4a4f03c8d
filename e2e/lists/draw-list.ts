import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ZOO_FILES } from '@/e2e/zoo/zoo-files'

const ETSI = 'http://uri.etsi.org/TrstSvc'
const DS = 'http://www.w3.org/2000/09/xmldsig#'

const SIE = `${ETSI}/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#`
const drawPolicy = (policy: string) =>
  `<q:PolicySet><q:PolicyIdentifier><i:Identifier xmlns:i="http://uri.etsi.org/01903/v1.3.2#">${policy}</i:Identifier></q:PolicyIdentifier></q:PolicySet>`

/** Services of a list, in the words of the format. CAs are those of the zoo, so that its certificates can be judged by a list. */
export const SERVICES: readonly DrawnService[] = [
  {
    name: 'Renewed CA',
    cas: ['issuing', 'issuing-before'],
    uses: ['ForWebSiteAuthentication', 'ForeSeals', 'ForeSignatures'],
    history: 'withdrawn',
  },
  { name: 'CA for the web', cas: ['web-only'], uses: ['ForWebSiteAuthentication', 'ForeSignatures'] },
  {
    name: 'Withdrawn CA',
    cas: ['withdrawn'],
    status: 'withdrawn',
    uses: ['ForWebSiteAuthentication', 'ForeSeals'],
    history: 'granted',
  },
  {
    name: 'CA recognised at national level',
    cas: ['rsa'],
    status: 'recognisedatnationallevel',
    uses: ['ForWebSiteAuthentication'],
  },
  { name: 'CA of another kind', cas: ['unlisted'], type: 'CA/PKC', uses: ['ForWebSiteAuthentication'] },
  { name: 'CA that nobody can read', cas: [], uses: ['ForWebSiteAuthentication'] },
  { name: 'Withdrawn CA that nobody can read', cas: [], status: 'withdrawn', uses: [] },
  {
    name: 'CA with exceptions',
    cas: ['excepting'],
    uses: ['ForWebSiteAuthentication', 'ForeSeals'],
    further: `<Extension Critical="true"><q:Qualifications xmlns:q="${SIE}">${[
      `<q:Qualifiers><q:Qualifier uri="${ETSI}/TrustedList/SvcInfoExt/NotQualified"/></q:Qualifiers><q:CriteriaList assert="all">
<q:KeyUsage><q:KeyUsageBit name="digitalSignature">true</q:KeyUsageBit></q:KeyUsage>
<q:CriteriaList assert="atLeastOne">${['urn:oid:0.4.0.194112.1.5', '1.2.3.4'].map(drawPolicy).join('')}</q:CriteriaList>
<q:Description>Some.</q:Description></q:CriteriaList>`,
      `<q:Qualifiers><q:Qualifier uri="${ETSI}/TrustedList/SvcInfoExt/QCForESig"/><q:Qualifier uri="${ETSI}/TrustedList/SvcInfoExt/QCForWSA"/>
</q:Qualifiers><q:CriteriaList assert="none">${drawPolicy('0.4.0.194112.1.4')}</q:CriteriaList>`,
      `<q:Qualifiers><q:Qualifier uri="${ETSI}/TrustedList/SvcInfoExt/QCWithQSCD"/></q:Qualifiers><q:CriteriaList assert="all">
<q:otherCriteriaList/></q:CriteriaList>`,
    ]
      .map((element) => `<q:QualificationElement>${element}</q:QualificationElement>`)
      .join('')}</q:Qualifications></Extension>`,
  },
  {
    name: 'CA under a condition',
    cas: ['sha-1'],
    uses: ['ForWebSiteAuthentication'],
    further: '<Extension Critical="true"><Unheard xmlns="urn:of"/></Extension>',
  },
]

/** An unsigned list with the empty signature that the program which signs fills in. */
export function drawList({
  territory = 'NL',
  sequence = 41,
  nextUpdate = '2027-04-01T00:00:00Z',
  services = SERVICES,
  method = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  digest = 'http://www.w3.org/2001/04/xmlenc#sha256',
  uri = '',
  version = 5,
  type = 'EUgeneric',
  pointers = [],
}: DrawList = {}): string {
  const next =
    nextUpdate === null ? '<NextUpdate/>' : `<NextUpdate><dateTime>${nextUpdate}</dateTime></NextUpdate>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- a list of fixtures -->
<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" Id="list" TSLTag="http://uri.etsi.org/19612/TSLTag">
<SchemeInformation>
<TSLVersionIdentifier>${version}</TSLVersionIdentifier><TSLSequenceNumber>${sequence}</TSLSequenceNumber>
<TSLType>${ETSI}/TrustedList/TSLType/${type}</TSLType>
<SchemeTerritory>${territory}</SchemeTerritory>
<PointersToOtherTSL>${pointers.map(drawPointer).join('')}</PointersToOtherTSL>
<ListIssueDateTime>2026-11-20T03:00:00Z</ListIssueDateTime>${next}
</SchemeInformation>
<TrustServiceProviderList><TrustServiceProvider>
<TSPInformation><TSPName><Name xml:lang="en">Fixture &amp; Sons</Name></TSPName></TSPInformation>
<TSPServices>
${services.map(drawService).join('\n')}
</TSPServices></TrustServiceProvider></TrustServiceProviderList>
${drawSignature({ method, digest, uri })}</TrustServiceStatusList>
`
}

/** To another list, with the certificates of who signs it in Base64. */
function drawPointer({
  territory,
  place,
  signers,
  type = 'EUgeneric',
  mime = 'vnd.etsi.tsl+xml',
}: DrawnPointer): string {
  const about = [
    `<TSLType>${ETSI}/TrustedList/TSLType/${type}</TSLType>`,
    `<SchemeTerritory>${territory}</SchemeTerritory>`,
    `<a:MimeType xmlns:a="http://uri.etsi.org/02231/v2/additionaltypes#">application/${mime}</a:MimeType>`,
  ]
  const identities = signers.map(
    (one) =>
      `<ServiceDigitalIdentity><DigitalId><X509Certificate>${one}</X509Certificate></DigitalId></ServiceDigitalIdentity>`,
  )
  return `<OtherTSLPointer><ServiceDigitalIdentities>${identities.join('')}</ServiceDigitalIdentities><TSLLocation>${place}</TSLLocation>
<AdditionalInformation>${about.map((one) => `<OtherInformation>${one}</OtherInformation>`).join('')}</AdditionalInformation></OtherTSLPointer>`
}

function drawService({
  name,
  cas,
  status = 'granted',
  type = 'CA/QC',
  uses,
  history,
  further = '',
}: DrawnService): string {
  const certificates = cas.map((ca) =>
    readFileSync(join(ZOO_FILES, `ca-${ca}.pem`), 'latin1').replace(/-----[^-]+-----|\s/g, ''),
  )
  const information = (
    said: string,
  ) => `<ServiceTypeIdentifier>${ETSI}/Svctype/${type}</ServiceTypeIdentifier>
<ServiceName><Name xml:lang="en">${name}</Name><Name xml:lang="fr">La ${name}</Name></ServiceName>
<ServiceDigitalIdentity>${(certificates.length > 0 ? certificates : ['AAAA'])
    .map((one) => `<DigitalId><X509Certificate>${one}</X509Certificate></DigitalId>`)
    .join('')}<DigitalId><X509SubjectName>CN=${name}</X509SubjectName></DigitalId></ServiceDigitalIdentity>
<ServiceStatus>${ETSI}/TrustedList/Svcstatus/${said}</ServiceStatus>
<StatusStartingTime>2026-01-01T00:00:00Z</StatusStartingTime>`
  const extensions = uses
    .map(
      (use) =>
        `<Extension Critical="true"><AdditionalServiceInformation><URI xml:lang="en">${ETSI}/TrustedList/SvcInfoExt/${use}</URI></AdditionalServiceInformation></Extension>`,
    )
    .join('')
  const before = history
    ? `<ServiceHistory><ServiceHistoryInstance>${information(history)}</ServiceHistoryInstance></ServiceHistory>`
    : ''
  return `<TSPService><ServiceInformation>${information(status)}
<ServiceInformationExtensions>${extensions}${further}</ServiceInformationExtensions></ServiceInformation>${before}</TSPService>`
}

/** XAdES as the lists have it: one reference to the whole list, one to its own signed properties. */
function drawSignature({ method, digest, uri }: { method: string; digest: string; uri: string }): string {
  const transform = (name: string) => `<ds:Transform Algorithm="${name}"/>`
  const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
  const ending = `<ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue/></ds:Reference>`
  return `<ds:Signature xmlns:ds="${DS}" Id="signature"><ds:SignedInfo>
<ds:CanonicalizationMethod Algorithm="${exclusive}"/><ds:SignatureMethod Algorithm="${method}"/>
<ds:Reference URI="${uri}"><ds:Transforms>${transform(`${DS}enveloped-signature`)}${transform(exclusive)}</ds:Transforms>${ending}
<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties"><ds:Transforms>${transform(exclusive)}</ds:Transforms>${ending}
</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>
<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#signature">
<xades:SignedProperties Id="properties"><xades:SignedSignatureProperties>
<xades:SigningTime>2026-11-20T03:00:00Z</xades:SigningTime>
</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>`
}

export type DrawnService = {
  name: string
  /** Of the zoo; none is one whose certificate cannot be read. */
  cas: readonly string[]
  status?: string
  type?: string
  uses: readonly string[]
  /** What its status was before. */
  history?: string
  /** Extensions beside the uses. */
  further?: string
}
export type DrawnPointer = {
  territory: string
  place: string
  signers: readonly string[]
  type?: string
  mime?: string
}
export type DrawList = {
  territory?: string
  sequence?: number
  nextUpdate?: string | null
  services?: readonly DrawnService[]
  method?: string
  digest?: string
  uri?: string
  version?: number
  type?: string
  pointers?: readonly DrawnPointer[]
}
