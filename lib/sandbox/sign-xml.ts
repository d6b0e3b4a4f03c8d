import 'server-only'
import { readFileSync } from 'node:fs'
import { SignedXml } from 'xml-crypto'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const W3 = 'http://www.w3.org'
const EXCLUSIVE = `${W3}/2001/10/xml-exc-c14n#`

/** Signs a document of the scheme operator in itself (XML-DSig, enveloped, the whole of it), as the EU's lists are. */
export function signXml(folder: string, xml: string): string {
  const { listSigner, listSignerKey } = sandboxPaths(folder)
  const signed = new SignedXml({
    privateKey: readFileSync(listSignerKey),
    publicCert: readFileSync(listSigner),
    signatureAlgorithm: `${W3}/2001/04/xmldsig-more#rsa-sha256`,
    canonicalizationAlgorithm: EXCLUSIVE,
  })
  signed.addReference({
    xpath: '/*',
    isEmptyUri: true,
    transforms: [`${W3}/2000/09/xmldsig#enveloped-signature`, EXCLUSIVE],
    digestAlgorithm: `${W3}/2001/04/xmlenc#sha256`,
  })
  signed.computeSignature(xml, { prefix: 'ds', location: { reference: '/*', action: 'append' } })
  return signed.getSignedXml()
}
