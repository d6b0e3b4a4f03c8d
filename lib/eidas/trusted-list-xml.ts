import 'server-only'
import { readListPointers } from './list-pointers'
import type { ListSigner } from './list-signers'
import { mustBeInTime } from './list-signers'
import { one, readListedServices, TSL, textIn } from './listed-services'
import type { SignedFor, TrustedList } from './trusted-list'
import { childOf } from './xml-elements'
import { readSignedXml } from './xml-signature'

const VERSIONS = ['5', '6']
/** Where a list's own code of a country is not that of ISO 3166 (TS 119 612 5.3.10). Its signers bear the one or the other. */
const COUNTRY_OF: Record<string, string> = { EL: 'GR', UK: 'GB' }

/**
 * A trusted list in the format of the EU's own (ETSI TS 119 612): its services of type CA/QC and, of the list of the lists, where
 * the others are. Throws a sentence.
 */
export async function readTrustedListXml(
  body: Buffer,
  signers: readonly ListSigner[],
  signedFor: SignedFor,
): Promise<TrustedList> {
  const { root, signer } = await readSignedXml(decode(body), signers)
  if (root.namespaceURI !== TSL || root.localName !== 'TrustServiceStatusList')
    throw new Error('it is signed and no trusted list')
  const scheme = one(root, 'SchemeInformation')
  if (!VERSIONS.includes(textIn(scheme, 'TSLVersionIdentifier')))
    throw new Error('it is of a version that nobody here reads')
  const territory = textIn(scheme, 'SchemeTerritory')
  mustSignFor(territory, signer, signedFor)
  const sequence = Number(textIn(scheme, 'TSLSequenceNumber'))
  if (!Number.isSafeInteger(sequence) || sequence < 0) throw new Error('its number is none')
  const issuedAt = timeIn(scheme, 'ListIssueDateTime')
  mustBeInTime(signer, issuedAt)
  const next = childOf(scheme, TSL, 'NextUpdate')
  // Without a time in it the list is closed (TS 119 612 5.3.15): nothing on it holds any more.
  const nextUpdate = next && childOf(next, TSL, 'dateTime') ? timeIn(next, 'dateTime') : issuedAt
  const source = `trusted list ${territory}, number ${sequence}`
  const faults: string[] = []
  const services = await readListedServices(root, { source, asOf: issuedAt, validUntil: nextUpdate }, faults)
  const pointers = readListPointers(scheme, faults)
  return { sequence, issuedAt, nextUpdate, services, pointers, faults }
}

/** TS 119 612 5.7.1: who signs one country's list does not sign another's. */
function mustSignFor(territory: string, signer: ListSigner, signedFor: SignedFor): void {
  if (signedFor === 'this-list') return
  if (signedFor === 'their-country') {
    const country = /^C=([A-Z]{2})$/m.exec(signer.subject)?.[1]
    if (country === territory || country === COUNTRY_OF[territory]) return
    throw new Error(`it is of ${territory}, and its signer is not`)
  }
  if (signedFor.territory !== territory)
    throw new Error(`it is of ${territory}, and not of ${signedFor.territory}`)
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (cause) {
    throw new Error('it is not in UTF-8', { cause })
  }
}

function timeIn(parent: Element, name: string): Date {
  const time = new Date(textIn(parent, name))
  if (Number.isNaN(time.getTime())) throw new Error(`its ${name} is no time`)
  return time
}
