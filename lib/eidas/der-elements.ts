/**
 * The elements of a DER value, one after the other, without making an object of everything inside as a parser does: a
 * revocation list holds tens of thousands. Throws on lengths that are not DER or that leave the value.
 */
export function* derElements(der: Buffer): Generator<DerElement> {
  let at = 0
  while (at < der.length) {
    const tag = der[at] ?? 0
    const first = der[at + 1] ?? 0x80
    const octets = first < 0x80 ? 0 : first - 0x80
    if ((tag & 0x1f) === 0x1f || first === 0x80 || octets > 4) throw new Error('it is not DER')
    const start = at + 2 + octets
    if (start > der.length) throw new Error('it is not DER')
    const length = octets === 0 ? first : der.readUIntBE(at + 2, octets)
    if (octets > 0 && length < (octets === 1 ? 0x80 : 2 ** (8 * (octets - 1))))
      throw new Error('it is not DER')
    const end = start + length
    if (end > der.length) throw new Error('it is not DER')
    yield { tag, content: der.subarray(start, end), raw: der.subarray(at, end) }
    at = end
  }
}

/** The elements inside one constructed value, which must be the whole and bear this tag. */
export function elementsOf(der: Buffer, tag: number): DerElement[] {
  const [outer, ...more] = derElements(der)
  if (outer?.tag !== tag || more.length > 0) throw new Error('it is not DER')
  return [...derElements(outer.content)]
}

/** `raw` is the element with its tag and length, `content` without. Both are windows on the given bytes. */
export type DerElement = { tag: number; content: Buffer; raw: Buffer }
