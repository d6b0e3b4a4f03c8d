import 'server-only'
import { setImmediate } from 'node:timers/promises'
import { ExclusiveCanonicalization } from 'xml-crypto'
import type { ListSigner } from './list-signers'
import { isDigestOf, isSignedBy } from './xml-algorithms'
import { childOf, childrenOf, elementsOf, parseXml, textOf } from './xml-elements'

const DS = 'http://www.w3.org/2000/09/xmldsig#'
const ENVELOPED = `${DS}enveloped-signature`
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties'

/**
 * The content of an XML document under its one enveloped signature (XML-DSig with XAdES, as TS 119 612 annex B has it): the
 * octets that were signed, parsed anew, and never the document that came, into which a wrapping attack puts what nobody
 * signed. The signature stands directly in the root, covers the root whole, beside it at most its own signed properties, and is
 * of a believed signer, who is found by the certificate that it carries. Nothing else of XML-DSig is understood. A large
 * list takes seconds: between its parts others get their turn. Throws a sentence.
 */
export async function readSignedXml(text: string, signers: readonly ListSigner[]): Promise<SignedXml> {
  const root = parseXml(text)
  const [signature, second] = Array.from(root.getElementsByTagNameNS(DS, 'Signature'))
  if (!signature) throw new Error('it is not signed')
  if (second || signature.parentNode !== root) throw new Error('its signature is not where a list has it')
  const signer = findSigner(signature, signers)
  const references = readSignedInfo(signature, signer)
  const properties = references.filter((one) => !isToRoot(one, root))
  const [covering, again] = references.filter((one) => isToRoot(one, root))
  if (!covering || again) throw new Error('its signature does not cover the whole list, once')
  if (properties.length > 1 || !properties.every((one) => isOwnProperties(one, signature)))
    throw new Error(ODD)
  await setImmediate()
  // The transform enveloped-signature. From here on the root is what was signed, if the digest says so.
  root.removeChild(signature)
  const octets = canonical(root)
  mustDigest(covering, octets)
  await setImmediate()
  return { root: parseXml(octets), signer }
}

/** TS 119 612 B.6: the key information holds the signer's certificate and nothing else. */
function findSigner(signature: Element, signers: readonly ListSigner[]): ListSigner {
  const data = childOf(childOf(signature, DS, 'KeyInfo'), DS, 'X509Data')
  const stated = (data ? childrenOf(data, DS, 'X509Certificate') : []).map((one) =>
    Buffer.from(textOf(one) ?? '', 'base64'),
  )
  const signer = signers.find(({ raw }) => stated.some((der) => raw.equals(der)))
  if (!signer) throw new Error('it is signed by nobody who is believed')
  return signer
}

/** What the signer signed: references, read of the very octets under the signature. */
function readSignedInfo(signature: Element, signer: ListSigner): Element[] {
  const [signedInfo, value, ...rest] = elementsOf(signature)
  if (!isNamed(signedInfo, 'SignedInfo') || !isNamed(value, 'SignatureValue')) throw new Error(ODD)
  if (rest.some((one) => !isNamed(one, 'KeyInfo') && !isNamed(one, 'Object'))) throw new Error(ODD)
  const octets = canonical(signedInfo)
  const [canonicalization, method, ...references] = elementsOf(parseXml(octets))
  if (!isNamed(canonicalization, 'CanonicalizationMethod') || algorithmOf(canonicalization) !== EXCLUSIVE)
    throw new Error(ODD)
  if (!isNamed(method, 'SignatureMethod') || !references.every((one) => isNamed(one, 'Reference')))
    throw new Error(ODD)
  const signed = { algorithm: algorithmOf(method), octets, value: textOf(value) ?? '' }
  if (!isSignedBy(signer.publicKey, signed)) throw new Error('its signature is wrong')
  return references
}

function isToRoot(reference: Element, root: Element): boolean {
  if (!reference.hasAttribute('URI')) return false
  const own = root.getAttribute('Id')
  const isWhole = ['', ...(own ? [`#${own}`] : [])].includes(reference.getAttribute('URI') ?? '')
  return isWhole && transformsOf(reference).join(' ') === `${ENVELOPED} ${EXCLUSIVE}`
}

/** XAdES: that the time of signing and the certificate are as stated is signed, too. */
function isOwnProperties(reference: Element, signature: Element): boolean {
  const uri = reference.getAttribute('URI')
  const [properties, second] = Array.from(signature.getElementsByTagName('*')).filter(
    (one) => `#${one.getAttribute('Id')}` === uri,
  )
  if (!properties || second || properties.localName !== 'SignedProperties') return false
  if (reference.getAttribute('Type') !== SIGNED_PROPERTIES) return false
  if (transformsOf(reference).join(' ') !== EXCLUSIVE) return false
  mustDigest(reference, canonical(properties))
  return true
}

function mustDigest(reference: Element, octets: string): void {
  const method = childOf(reference, DS, 'DigestMethod')
  const value = textOf(childOf(reference, DS, 'DigestValue'))
  if (!method || value === null) throw new Error(ODD)
  if (!isDigestOf({ algorithm: algorithmOf(method), octets, value }))
    throw new Error('its signature is wrong: what it signed was changed')
}

function transformsOf(reference: Element): string[] {
  const transforms = childOf(reference, DS, 'Transforms')
  return transforms ? elementsOf(transforms).map(algorithmOf) : []
}

/** Exclusive XML canonicalisation, without comments. */
function canonical(element: Element): string {
  return new ExclusiveCanonicalization().process(element, {}).toString()
}

function isNamed(element: Element | undefined, name: string): element is Element {
  return element?.namespaceURI === DS && element.localName === name
}

/** An algorithm with parameters is another one. */
function algorithmOf(element: Element): string {
  return elementsOf(element).length > 0 ? 'with parameters' : (element.getAttribute('Algorithm') ?? '')
}

const ODD = 'its signature is not made as that of a list is (TS 119 612 annex B)'

type SignedXml = { root: Element; signer: ListSigner }
