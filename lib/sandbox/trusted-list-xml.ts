import { z } from 'zod'

const ETSI = 'http://uri.etsi.org/TrstSvc'
const USES = { web: 'ForWebSiteAuthentication', eseal: 'ForeSeals' } as const

const LIST = z.object({
  sequence: z.number(),
  issued: z.date(),
  nextUpdate: z.unknown().transform((text) => new Date(String(text))),
  content: z.object({
    operator: z.string(),
    services: z.array(
      z.object({
        name: z.string(),
        status: z.enum(['granted', 'withdrawn']),
        statusSince: z.iso.datetime(),
        uses: z.array(z.enum(['web', 'eseal'])),
        certificate: z.base64(),
      }),
    ),
  }),
})

/**
 * The trusted list in the format of the EU's own (ETSI TS 119 612 version 5), with the same number, times and services as the
 * signed statement that is given. Still to be signed, see `signXml`.
 */
export function trustedListXml(statement: unknown, origin: string): string {
  const { sequence, issued, nextUpdate, content } = LIST.parse(statement)
  const { operator, services } = content
  const uri = `<URI xml:lang="en">${escapeXml(origin)}/trusted-list</URI>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" Id="placet-sandbox-${sequence}" TSLTag="http://uri.etsi.org/19612/TSLTag">
<SchemeInformation>
<TSLVersionIdentifier>5</TSLVersionIdentifier>
<TSLSequenceNumber>${sequence}</TSLSequenceNumber>
<TSLType>${ETSI}/TrustedList/TSLType/EUgeneric</TSLType>
<SchemeOperatorName>${nameOf(operator)}</SchemeOperatorName>
<SchemeOperatorAddress>${address(uri)}</SchemeOperatorAddress>
<SchemeName>${nameOf('DK:Sandbox, worth nothing outside it')}</SchemeName>
<SchemeInformationURI>${uri}</SchemeInformationURI>
<StatusDeterminationApproach>${ETSI}/TrustedList/StatusDetn/EUappropriate</StatusDeterminationApproach>
<SchemeTypeCommunityRules><URI xml:lang="en">${ETSI}/TrustedList/schemerules/EUcommon</URI></SchemeTypeCommunityRules>
<SchemeTerritory>DK</SchemeTerritory>
<PolicyOrLegalNotice><TSLLegalNotice xml:lang="en">A list to practise with.</TSLLegalNotice></PolicyOrLegalNotice>
<HistoricalInformationPeriod>65535</HistoricalInformationPeriod>
<ListIssueDateTime>${timeOf(issued)}</ListIssueDateTime>
<NextUpdate><dateTime>${timeOf(nextUpdate)}</dateTime></NextUpdate>
</SchemeInformation>
<TrustServiceProviderList>
<TrustServiceProvider>
<TSPInformation>
<TSPName>${nameOf(operator)}</TSPName>
<TSPTradeName>${nameOf(operator)}</TSPTradeName>
<TSPAddress>${address(uri)}</TSPAddress>
<TSPInformationURI>${uri}</TSPInformationURI>
</TSPInformation>
<TSPServices>
${services.map(serviceOf).join('\n')}
</TSPServices>
</TrustServiceProvider>
</TrustServiceProviderList>
</TrustServiceStatusList>
`
}

function serviceOf({ name, status, statusSince, uses, certificate }: Service): string {
  const information = uses.map((use) => {
    const uri = `<URI xml:lang="en">${ETSI}/TrustedList/SvcInfoExt/${USES[use]}</URI>`
    return `<Extension Critical="true"><AdditionalServiceInformation>${uri}</AdditionalServiceInformation></Extension>`
  })
  return `<TSPService><ServiceInformation>
<ServiceTypeIdentifier>${ETSI}/Svctype/CA/QC</ServiceTypeIdentifier>
<ServiceName>${nameOf(name)}</ServiceName>
<ServiceDigitalIdentity><DigitalId><X509Certificate>${certificate}</X509Certificate></DigitalId></ServiceDigitalIdentity>
<ServiceStatus>${ETSI}/TrustedList/Svcstatus/${status}</ServiceStatus>
<StatusStartingTime>${timeOf(new Date(statusSince))}</StatusStartingTime>
<ServiceInformationExtensions>${information.join('')}</ServiceInformationExtensions>
</ServiceInformation></TSPService>`
}

function address(uri: string): string {
  const postal =
    '<PostalAddress xml:lang="en"><StreetAddress>-</StreetAddress><Locality>-</Locality><CountryName>DK</CountryName></PostalAddress>'
  return `<PostalAddresses>${postal}</PostalAddresses><ElectronicAddress>${uri}</ElectronicAddress>`
}

function nameOf(text: string): string {
  return `<Name xml:lang="en">${escapeXml(text)}</Name>`
}

// TS 119 612 5.1.4: UTC, without fractions of a second.
function timeOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

type Service = z.infer<typeof LIST>['content']['services'][number]
