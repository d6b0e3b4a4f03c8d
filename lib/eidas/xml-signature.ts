import 'server-only'
import { SignedXml } from 'xml-crypto'
import type { ListSigner } from './list-signers'
import { DIGEST_ALGORITHMS, signatureAlgorithms } from './xml-algorithms'
import { childOf, childrenOf, elementsOf, parseXml, textOf } from './xml-elements'

const DS = 'http://www.w3.org/2000/09/xmldsig#'
const ENVELOPED = `${DS}enveloped-signature`
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties'

/**
 * The content of an XML document under its one enveloped signature (XML-DSig with XAdES, as TS 119 612 annex B has it): the
 * octets that were signed, parsed anew, and never the document that came, into which a wrapping attack puts what nobody
 * signed. The signature stands directly in the root, covers the root whole, beside it at most its own signed properties, and is
 * of a believed signer, who is found by the certificate that it carries. Throws a sentence.
 */
export function readSignedXml(text: string, signers: readonly ListSigner[]): SignedXmlContent {
  const root = parseXml(text)
  const [signature, second] = Array.from(root.getElementsByTagNameNS(DS, 'Signature'))
  if (!signature) throw new Error('it is not signed')
  if (second || signature.parentNode !== root) throw new Error('its signature is not where a list has it')
  const signer = findSigner(signature, signers)
  const covering = mustCoverRoot(signature, root)
  const checked = new SignedXml()
  checked.SignatureAlgorithms = signatureAlgorithms(signer.publicKey)
  checked.HashAlgorithms = DIGEST_ALGORITHMS
  // The key that verifies is the signer's own, in the algorithms; the library only wants to have been given one.
  checked.publicCert = signer.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  let isGood = false
  try {
    checked.loadSignature(signature)
    isGood = checked.checkSignature(text)
  } catch (cause) {
    throw new Error('its signature is wrong', { cause })
  }
  const signed = checked.getSignedReferences()[covering]
  if (!isGood || signed === undefined) throw new Error('its signature is wrong: what it signed was changed')
  return { root: parseXml(signed), signer }
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

/** Which of its references is the one to the whole document. Everything that no list needs is refused. */
function mustCoverRoot(signature: Element, root: Element): number {
  const [signedInfo, value, ...rest] = elementsOf(signature)
  if (!signedInfo || !isNamed(signedInfo, 'SignedInfo') || !value || !isNamed(value, 'SignatureValue'))
    throw new Error(ODD)
  if (rest.some((one) => !isNamed(one, 'KeyInfo') && !isNamed(one, 'Object'))) throw new Error(ODD)
  const [canonicalization, method, ...references] = elementsOf(signedInfo)
  if (!canonicalization || !isNamed(canonicalization, 'CanonicalizationMethod')) throw new Error(ODD)
  if (!method || !isNamed(method, 'SignatureMethod')) throw new Error(ODD)
  if (![EXCLUSIVE, INCLUSIVE].includes(algorithmOf(canonicalization))) throw new Error(ODD)
  if (references.length > 2 || !references.every((one) => isNamed(one, 'Reference'))) throw new Error(ODD)
  const covering = references.map((one) => isToRoot(one, root))
  if (covering.filter(Boolean).length !== 1)
    throw new Error('its signature does not cover the whole list, once')
  references.forEach((one, index) => {
    if (!covering[index] && !isToOwnProperties(one, signature)) throw new Error(ODD)
  })
  return covering.indexOf(true)
}

function isToRoot(reference: Element, root: Element): boolean {
  const [enveloped, canonical, third] = transformsOf(reference)
  return (
    ['', `#${root.getAttribute('Id')}`].includes(reference.getAttribute('URI') ?? 'none') &&
    reference.hasAttribute('URI') &&
    enveloped === ENVELOPED &&
    canonical === EXCLUSIVE &&
    third === undefined
  )
}

/** XAdES: that the time of signing and the certificate are as stated is signed, too. */
function isToOwnProperties(reference: Element, signature: Element): boolean {
  const uri = reference.getAttribute('URI') ?? ''
  const properties = Array.from(signature.getElementsByTagName('*')).filter(
    (one) => one.localName === 'SignedProperties' && `#${one.getAttribute('Id')}` === uri,
  )
  return (
    reference.getAttribute('Type') === SIGNED_PROPERTIES &&
    properties.length === 1 &&
    transformsOf(reference).every((name) => name === EXCLUSIVE || name === INCLUSIVE)
  )
}

function transformsOf(reference: Element): string[] {
  const transforms = childOf(reference, DS, 'Transforms')
  return transforms ? elementsOf(transforms).map(algorithmOf) : []
}

const isNamed = (element: Element, name: string) => element.namespaceURI === DS && element.localName === name
const algorithmOf = (element: Element) => element.getAttribute('Algorithm') ?? ''
const ODD = 'its signature is not made as that of a list is (TS 119 612 annex B)'

export type SignedXmlContent = { root: Element; signer: ListSigner }
