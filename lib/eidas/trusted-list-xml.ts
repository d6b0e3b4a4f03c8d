import 'server-only'
import type { ListSigner } from './list-signers'
import { mustBeInTime } from './list-signers'
import { parseCertificate } from './parse-certificate'
import type { TrustService } from './trust-service'
import type { TrustedList } from './trusted-list'
import { childOf, childrenOf, textOf } from './xml-elements'
import { readSignedXml } from './xml-signature'

const TSL = 'http://uri.etsi.org/02231/v2#'
const SERVICE_TYPE = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'
const GRANTED = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted'
const VERSIONS = ['5', '6']
/** TS 119 612 5.5.9.4: what a CA may issue certificates for. */
const USES = {
  web: 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForWebSiteAuthentication',
  eseal: 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSeals',
} as const
/** Where the list's own code of a country is not that of certificates (TS 119 612 5.3.10). */
const COUNTRY_OF: Record<string, string> = { EL: 'GR', UK: 'GB' }

/**
 * A trusted list in the format of the EU's own (ETSI TS 119 612), of which only the services of type CA/QC are taken, and of
 * each only what holds now: its history says what held before. Throws a sentence.
 */
export async function readTrustedListXml(body: Buffer, signers: readonly ListSigner[]): Promise<TrustedList> {
  const { root, signer } = await readSignedXml(decode(body), signers)
  if (root.namespaceURI !== TSL || root.localName !== 'TrustServiceStatusList')
    throw new Error('it is signed and no trusted list')
  const scheme = one(root, 'SchemeInformation')
  if (!VERSIONS.includes(textIn(scheme, 'TSLVersionIdentifier')))
    throw new Error('it is of a version that nobody here reads')
  const territory = textIn(scheme, 'SchemeTerritory')
  // TS 119 612 5.7.1: who signs one country's list does not sign another's.
  if (countryOf(signer) !== (COUNTRY_OF[territory] ?? territory))
    throw new Error(`it is of ${territory}, and its signer is not`)
  const sequence = Number(textIn(scheme, 'TSLSequenceNumber'))
  if (!Number.isSafeInteger(sequence) || sequence < 0) throw new Error('its number is none')
  const issuedAt = timeIn(scheme, 'ListIssueDateTime')
  mustBeInTime(signer, issuedAt)
  const next = childOf(scheme, TSL, 'NextUpdate')
  // Without a time in it the list is closed (TS 119 612 5.3.15): nothing on it holds any more.
  const nextUpdate = next && childOf(next, TSL, 'dateTime') ? timeIn(next, 'dateTime') : issuedAt
  const source = `trusted list ${territory}, number ${sequence}`
  const faults: string[] = []
  const services = servicesOf(root).flatMap((information) =>
    readService(information, { source, asOf: issuedAt, validUntil: nextUpdate }, faults),
  )
  return { sequence, issuedAt, nextUpdate, services, faults }
}

/** The present information of every service of type CA/QC. */
function servicesOf(root: Element): Element[] {
  const list = childOf(root, TSL, 'TrustServiceProviderList')
  const providers = list ? childrenOf(list, TSL, 'TrustServiceProvider') : []
  return providers
    .flatMap((provider) => childrenOf(one(provider, 'TSPServices'), TSL, 'TSPService'))
    .map((service) => one(service, 'ServiceInformation'))
    .filter((information) => textIn(information, 'ServiceTypeIdentifier') === SERVICE_TYPE)
}

/** One service for each certificate of its key: a CA whose certificate was renewed is listed with all of them. */
function readService(information: Element, told: Told, faults: string[]): TrustService[] {
  const isGranted = textIn(information, 'ServiceStatus') === GRANTED
  const uses = usesOf(information)
  const identities = childrenOf(one(information, 'ServiceDigitalIdentity'), TSL, 'DigitalId')
  return identities
    .flatMap((identity) => childrenOf(identity, TSL, 'X509Certificate'))
    .flatMap((certificate) => {
      try {
        return {
          ...told,
          certificate: parseCertificate(Buffer.from(textOf(certificate) ?? '', 'base64')),
          // Whatever else a status may say ("recognised at national level"), it is not granted.
          status: isGranted ? 'granted' : 'withdrawn',
          uses,
          issuedBy: null,
          ocsp: [],
          crls: [],
          revocations: null,
        }
      } catch (cause) {
        const name = textOf(childOf(childOf(information, TSL, 'ServiceName'), TSL, 'Name'))?.slice(0, 100)
        faults.push(
          `${told.source}: ${name ?? 'a service'} is not trusted: ${cause instanceof Error ? cause.message : ''}`,
        )
        return []
      }
    })
}

function usesOf(information: Element): TrustService['uses'] {
  const extensions = childOf(information, TSL, 'ServiceInformationExtensions')
  const stated = (extensions ? childrenOf(extensions, TSL, 'Extension') : [])
    .flatMap((extension) => childrenOf(extension, TSL, 'AdditionalServiceInformation'))
    .flatMap((additional) => childrenOf(additional, TSL, 'URI'))
    .map(textOf)
  return (['web', 'eseal'] as const).filter((use) => stated.includes(USES[use]))
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (cause) {
    throw new Error('it is not in UTF-8', { cause })
  }
}

function countryOf(signer: ListSigner): string | null {
  return /^C=([A-Z]{2})$/m.exec(signer.subject)?.[1] ?? null
}

function one(parent: Element, name: string): Element {
  const child = childOf(parent, TSL, name)
  if (!child) throw new Error(`it has no ${name} where one must be`)
  return child
}

function textIn(parent: Element, name: string): string {
  return textOf(one(parent, name)) ?? ''
}

function timeIn(parent: Element, name: string): Date {
  const time = new Date(textIn(parent, name))
  if (Number.isNaN(time.getTime())) throw new Error(`its ${name} is no time`)
  return time
}

type Told = Pick<TrustService, 'source' | 'asOf' | 'validUntil'>
