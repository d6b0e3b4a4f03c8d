import type { Criteria, Criterion, Qualification, Qualifier } from './qualifications'
import { childOf, childrenOf, elementsOf, textOf } from './xml-elements'

const SIE = 'http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#'
const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
const QUALIFIER = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/'
const QUALIFIERS: Record<string, Qualifier> = {
  QCForESig: 'esign',
  QCForESeal: 'eseal',
  QCForWSA: 'web',
  NotQualified: 'not-qualified',
}
const ASSERTIONS = ['all', 'atLeastOne', 'none'] as const

/**
 * The qualifications in an extension of a service (TS 119 612 5.5.9.2), without those that decide nothing here. Throws on a
 * criterion that nobody here understands: which certificates it is of would be a guess.
 */
export function readQualifications(extension: Element): Qualification[] {
  return childrenOf(extension, SIE, 'Qualifications')
    .flatMap((all) => childrenOf(all, SIE, 'QualificationElement'))
    .flatMap((element) => {
      const qualifiers = childOf(element, SIE, 'Qualifiers')
      const says = (qualifiers ? childrenOf(qualifiers, SIE, 'Qualifier') : []).flatMap(qualifierOf)
      const criteria = childOf(element, SIE, 'CriteriaList')
      if (says.length === 0) return []
      if (!criteria) throw new Error(ODD)
      return { says, of: readCriteria(criteria) }
    })
}

function qualifierOf(qualifier: Element): Qualifier | [] {
  const uri = qualifier.getAttribute('uri')?.trim() ?? ''
  const name = uri.startsWith(QUALIFIER) ? uri.slice(QUALIFIER.length) : ''
  return (Object.hasOwn(QUALIFIERS, name) && QUALIFIERS[name]) || []
}

function readCriteria(list: Element): Criteria {
  const assert = ASSERTIONS.find((one) => one === list.getAttribute('assert'))
  if (!assert) throw new Error(ODD)
  return { assert, parts: elementsOf(list).flatMap(readCriterion) }
}

function readCriterion(element: Element): Criterion | [] {
  if (element.namespaceURI !== SIE) throw new Error(ODD)
  switch (element.localName) {
    case 'Description':
      return []
    case 'CriteriaList':
      return readCriteria(element)
    case 'KeyUsage':
      return {
        keyUsage: childrenOf(element, SIE, 'KeyUsageBit').map((bit) => ({
          bit: bit.getAttribute('name') ?? '',
          isSet: ['true', '1'].includes(textOf(bit) ?? ''),
        })),
      }
    case 'PolicySet':
      return {
        policies: childrenOf(element, SIE, 'PolicyIdentifier').map((policy) =>
          (textOf(childOf(policy, XADES, 'Identifier')) ?? '').replace(/^urn:oid:/i, ''),
        ),
      }
    default:
      throw new Error(ODD)
  }
}

const ODD = 'the list says of some of its certificates what is not understood here'
