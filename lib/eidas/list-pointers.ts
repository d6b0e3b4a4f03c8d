import { X509Certificate } from 'node:crypto'
import type { ListSigner } from './list-signers'
import { one, TSL, textIn } from './listed-services'
import { childOf, childrenOf, textOf } from './xml-elements'

const ADDITIONAL = 'http://uri.etsi.org/02231/v2/additionaltypes#'
const OF_LISTS = 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists'
const OF_A_COUNTRY = 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric'
const XML = 'application/vnd.etsi.tsl+xml'

/**
 * Where the list of the lists (LOTL) says that the list of each country is, and who signs it (TS 119 612 5.3.13). A country's own
 * list points back, and at others for people: from it nothing is taken.
 */
export function readListPointers(scheme: Element, faults: string[]): ListPointer[] {
  const pointers = childOf(scheme, TSL, 'PointersToOtherTSL')
  if (!pointers || textIn(scheme, 'TSLType') !== OF_LISTS) return []
  return childrenOf(pointers, TSL, 'OtherTSLPointer').flatMap((pointer) => {
    const about = childrenOf(one(pointer, 'AdditionalInformation'), TSL, 'OtherInformation')
    const says = (namespace: string, name: string) =>
      about.flatMap((information) => textOf(childOf(information, namespace, name)) ?? [])[0]
    if (says(TSL, 'TSLType') !== OF_A_COUNTRY || says(ADDITIONAL, 'MimeType') !== XML) return []
    const territory = says(TSL, 'SchemeTerritory') ?? ''
    const place = textIn(pointer, 'TSLLocation')
    const signers = readSigners(pointer, territory, faults)
    if (/^https?:\/\//.test(place) && signers.length > 0) return { territory, place, signers }
    faults.push(`the list of ${territory} cannot be followed: its place or its signers cannot be read`)
    return []
  })
}

function readSigners(pointer: Element, territory: string, faults: string[]): ListSigner[] {
  return childrenOf(one(pointer, 'ServiceDigitalIdentities'), TSL, 'ServiceDigitalIdentity')
    .flatMap((identity) => childrenOf(identity, TSL, 'DigitalId'))
    .flatMap((identity) => childrenOf(identity, TSL, 'X509Certificate'))
    .flatMap((certificate) => {
      try {
        return new X509Certificate(Buffer.from(textOf(certificate) ?? '', 'base64'))
      } catch {
        faults.push(`a signer of the list of ${territory} cannot be read`)
        return []
      }
    })
}

/** `signers` are believed of this list alone. */
export type ListPointer = { territory: string; place: string; signers: readonly ListSigner[] }
