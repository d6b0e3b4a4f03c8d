import { setImmediate } from 'node:timers/promises'
import { parseListedCa } from './parse-certificate'
import { readQualifications } from './read-qualifications'
import type { TrustService } from './trust-service'
import { childOf, childrenOf, elementsOf, textOf } from './xml-elements'

export const TSL = 'http://uri.etsi.org/02231/v2#'
const SERVICE_TYPE = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'
const GRANTED = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted'
/** TS 119 612 5.5.9.4: what a CA may issue certificates for. */
const USES = {
  web: 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForWebSiteAuthentication',
  eseal: 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSeals',
} as const
/** Extensions that are read, or say nothing of whether a certificate is good now (TS 119 612 5.5.9). */
const UNDERSTOOD = [
  'AdditionalServiceInformation',
  'Qualifications',
  'ExpiredCertsRevocationInfo',
  'TakenOverBy',
]

/**
 * The services of type CA/QC of a list, each as it is now: its history says what held before. One that cannot be read is told in
 * `faults`, unless it is withdrawn anyway: a list has a hundred CAs of twenty years ago.
 */
export async function readListedServices(
  root: Element,
  told: Told,
  faults: string[],
): Promise<TrustService[]> {
  const list = childOf(root, TSL, 'TrustServiceProviderList')
  const providers = list ? childrenOf(list, TSL, 'TrustServiceProvider') : []
  const all = providers
    .flatMap((provider) => childrenOf(one(provider, 'TSPServices'), TSL, 'TSPService'))
    .map((service) => one(service, 'ServiceInformation'))
    .filter((information) => textIn(information, 'ServiceTypeIdentifier') === SERVICE_TYPE)
  const services: TrustService[] = []
  for (const information of all) {
    // To read a certificate takes a millisecond, and calls wait meanwhile.
    await setImmediate()
    services.push(...readService(information, told, faults))
  }
  return services
}

/** One service for each certificate of its key: a CA whose certificate was renewed is listed with all of them. */
function readService(information: Element, told: Told, faults: string[]): TrustService[] {
  // Whatever else a status may say ("recognised at national level"), it is not granted.
  const status = textIn(information, 'ServiceStatus') === GRANTED ? 'granted' : 'withdrawn'
  const blame = (cause: unknown) => {
    const why = cause instanceof Error ? cause.message : ''
    if (status === 'granted') faults.push(`${told.source}: ${nameOf(information)} is not trusted: ${why}`)
    return []
  }
  let extended: Pick<TrustService, 'uses' | 'qualifications'>
  try {
    extended = readExtensions(information)
  } catch (cause) {
    return blame(cause)
  }
  const identities = childrenOf(one(information, 'ServiceDigitalIdentity'), TSL, 'DigitalId')
  return identities
    .flatMap((identity) => childrenOf(identity, TSL, 'X509Certificate'))
    .flatMap((certificate) => {
      try {
        const der = Buffer.from(textOf(certificate) ?? '', 'base64')
        const known = { certificate: parseListedCa(der), issuedBy: null, revocations: null }
        return { ...told, ...extended, ...known, status, ocsp: [], crls: [] }
      } catch (cause) {
        return blame(cause)
      }
    })
}

function readExtensions(information: Element): Pick<TrustService, 'uses' | 'qualifications'> {
  const all = childOf(information, TSL, 'ServiceInformationExtensions')
  const extensions = all ? childrenOf(all, TSL, 'Extension') : []
  // As in a certificate: who does not understand what is critical must not go by the rest.
  const unknown = extensions
    .filter((extension) => ['true', '1'].includes(extension.getAttribute('Critical') ?? ''))
    .flatMap(elementsOf)
    .find(({ localName }) => !UNDERSTOOD.includes(localName))
  if (unknown) throw new Error(`the critical extension ${unknown.localName.slice(0, 60)} is not understood`)
  const stated = extensions
    .flatMap((extension) => childrenOf(extension, TSL, 'AdditionalServiceInformation'))
    .flatMap((additional) => childrenOf(additional, TSL, 'URI'))
    .map(textOf)
  return {
    uses: (['web', 'eseal'] as const).filter((use) => stated.includes(USES[use])),
    qualifications: extensions.flatMap(readQualifications),
  }
}

/** A name may be given in many languages. */
function nameOf(information: Element): string {
  const names = childOf(information, TSL, 'ServiceName')
  const [name = null] = names ? childrenOf(names, TSL, 'Name') : []
  return textOf(name)?.slice(0, 100) ?? 'a service'
}

/** The one child of this name. Throws a sentence where it is missing. */
export function one(parent: Element, name: string): Element {
  const child = childOf(parent, TSL, name)
  if (!child) throw new Error(`it has no ${name} where one must be`)
  return child
}

/** Its text. Throws where it is missing. */
export function textIn(parent: Element, name: string): string {
  return textOf(one(parent, name)) ?? ''
}

type Told = Pick<TrustService, 'source' | 'asOf' | 'validUntil'>
