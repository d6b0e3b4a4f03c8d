import { type DerTree, integer, partsOf, sequence, writeTree } from './der-tree'
import type { Recipe } from './recipe'

/** Puts a node in place of one of the TBSCertificate: 0 version, 1 serial number, 5 subject, 6 key, 7 extensions. */
export const at = (place: number, change: (node: DerTree) => DerTree): Recipe => ({
  edit: (tbs) => tbs.map((node, index) => (index === place ? change(node) : node)),
})
export const serial = (hex: string) => at(1, () => integer(hex))

/** Extensions stand in an explicit tag and a sequence. */
export const extensions = (change: (list: DerTree[]) => DerTree[]) =>
  at(7, (node) => ({ tag: 0xa3, value: [sequence(...change(partsOf(partsOf(node)[0])))] }))

/** The RSA key of this modulus and exponent: the program makes none so bad. */
export const rsaKey = (modulus: Buffer, exponent: string) =>
  at(6, (node) => {
    const key = writeTree(sequence(integer(modulus.toString('hex')), integer(exponent)))
    return sequence(partsOf(node)[0] ?? sequence(), {
      tag: 0x03,
      value: Buffer.concat([Buffer.from([0]), key]),
    })
  })
/** Odd and of full length; nobody needs its factors. */
export const modulusOf = (bytes: number) => Buffer.concat([Buffer.from([0]), Buffer.alloc(bytes, 0xc5)])

/** The first attribute of the subject whose value is this text, its value written anew. */
export const subjectText = (text: string, value: DerTree) =>
  at(5, (node) => {
    const found = Buffer.from(text)
    return sequence(
      ...partsOf(node).map((set) => {
        const [type = sequence(), was = sequence()] = partsOf(partsOf(set)[0])
        const isIt = !Buffer.isBuffer(was) && Buffer.isBuffer(was.value) && was.value.equals(found)
        return isIt ? { tag: 0x31, value: [sequence(type, value)] } : set
      }),
    )
  })
