import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { parseCertificate } from '@/lib/eidas/parse-certificate'
import type { TrustService } from '@/lib/eidas/trust-service'
import { generateAuthorities } from '@/lib/sandbox/create-authorities'
import { keyToPem } from '@/lib/sandbox/key-files'
import { type DerTree, partsOf, readTree, sequence, writeTree } from './der-tree'
import { listedService } from './listed-service'
import { derOf } from './make-certificate'

const ISSUER = 3
const EXTENSIONS = 7
const AUTHORITY_KEY_IDENTIFIER = Buffer.from('0603551d23', 'hex')

/** The sandbox's issuing CA with its key in hand, so that what was changed can be signed anew, and the lists it may stand on. */
export async function fuzzAuthority(now: Date) {
  const { root, issuing } = await generateAuthorities(now)
  const key = createPrivateKey(await keyToPem(issuing.privateKey))
  const [tbs, algorithm = sequence()] = partsOf(readTree(derOf(issuing.pem)))
  const listed = listedService(parseCertificate(derOf(issuing.pem)))
  // The same CA with a certificate that has ended: only its time differs.
  const times = ['250101000000Z', '260101000000Z'].map((text) => ({ tag: 0x17, value: Buffer.from(text) }))
  const before = partsOf(tbs).map((part, at) => (at === 4 ? sequence(...times) : part))
  const rootKey = createPrivateKey(await keyToPem(root.privateKey))
  const ended = listedService(parseCertificate(signed(before, algorithm, rootKey)))
  const identifier = Buffer.from(listed.certificate.keyIdentifier ?? '', 'hex')
  const value = writeTree(sequence({ tag: 0x80, value: identifier }))
  const keyIdentifier = sequence(AUTHORITY_KEY_IDENTIFIER, { tag: 0x04, value })
  return {
    listed,
    /** How the trusted list may speak of it. */
    listings: [
      [{ ...listed, status: 'withdrawn' }],
      [{ ...listed, uses: ['web'] }],
      [{ ...listed, uses: [] }],
      [{ ...listed, validUntil: new Date(now.getTime() - 1) }],
      [ended],
      [ended, listed],
      [],
    ] satisfies TrustService[][],
    /** The content of a certificate as if this CA had issued it. */
    adopt: (der: Buffer): DerTree[] =>
      partsOf(partsOf(readTree(der))[0]).map((part, at) => {
        if (at === ISSUER) return partsOf(tbs)[5] ?? part
        if (at !== EXTENSIONS) return part
        const extensions = partsOf(partsOf(part)[0])
        const kept = extensions.filter((one) => !writeTree(one).includes(AUTHORITY_KEY_IDENTIFIER))
        return { tag: 0xa3, value: [sequence(...kept, keyIdentifier)] }
      }),
    /** Signed with ECDSA and SHA-256, whatever the content says of it. */
    sign: (content: DerTree[]): Buffer => signed(content, content[2] ?? algorithm, key),
  }
}

function signed(content: DerTree[], algorithm: DerTree, key: KeyObject): Buffer {
  const tbs = writeTree(sequence(...content))
  const bits = { tag: 0x03, value: Buffer.concat([Buffer.from([0]), sign('sha256', tbs, key)]) }
  return writeTree(sequence(tbs, algorithm, bits))
}
