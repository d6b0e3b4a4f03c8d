const DEPTH_MAX = 32
/** A certificate has about a hundred, outside the extensions that nobody reads. A parser needs a millisecond for thirty. */
const ELEMENTS_MAX = 512
/**
 * Of an integer and an object identifier. A parser turns them into decimal digits in quadratic time: one of 13 kilobytes took
 * it 50 milliseconds. The numbers of a key are out of its reach, inside a bit string.
 */
const NUMBER_BYTES_MAX = 64
const SEQUENCE = 0x10
const SET = 0x11

/** What the bytes of a universal value must be like, by its tag. A type that is not named here may hold any. */
const FORMS: ReadonlyMap<number, (value: Uint8Array) => boolean> = new Map([
  [0x01, (value) => value.length === 1 && (value[0] === 0x00 || value[0] === 0xff)],
  [0x02, isShortestInteger],
  [0x03, isBitString],
  [0x05, (value) => value.length === 0],
  [0x06, isObjectIdentifier],
  [0x0a, isShortestInteger],
  [0x0c, isUtf8],
  [0x16, (value) => value.every((byte) => byte < 0x80)],
  // RFC 5280 4.1.2.5: seconds are there, and the zone is Z.
  [0x17, (value) => /^\d{12}Z$/.test(Buffer.from(value).toString('latin1'))],
  [0x18, (value) => /^\d{14}Z$/.test(Buffer.from(value).toString('latin1'))],
])

/**
 * Whether bytes are one DER element and nothing else, all the way down. Parsers forgive long-form lengths, split strings
 * and trailing bytes, each in another way: one certificate would have many thumbprints, and two readers could see two.
 */
export function isOneDerElement(bytes: Uint8Array): boolean {
  return endOfElement(bytes, { start: 0, limit: bytes.length, depth: 0, seen: { count: 0 } }) === bytes.length
}

/** Where the element at `start` ends, or NaN if it is not DER. The depth is capped: recursion must not reach the stack's end. */
function endOfElement(bytes: Uint8Array, { start, limit, depth, seen }: Place): number {
  const [identifier = 0x1f, length = 0x80] = bytes.subarray(start, Math.min(start + 2, limit))
  seen.count += 1
  if (depth > DEPTH_MAX || seen.count > ELEMENTS_MAX) return Number.NaN
  const tag = identifier & 0x1f
  // X.509 needs no tag above 30, so the long form of a tag has no place in it.
  if (tag === 0x1f) return Number.NaN
  const lengthBytes = length < 0x80 ? 0 : length & 0x7f
  const content = start + 2 + lengthBytes
  const size = lengthBytes === 0 && length < 0x80 ? length : readLength(bytes.subarray(start + 2, content))
  const end = content + size
  if (!(end <= limit)) return Number.NaN

  const isUniversal = identifier < 0x40
  const isConstructed = (identifier & 0x20) !== 0
  if (isUniversal && isConstructed !== (tag === SEQUENCE || tag === SET)) return Number.NaN
  if (!isConstructed) {
    const holds = isUniversal ? FORMS.get(tag) : undefined
    return holds && !holds(bytes.subarray(content, end)) ? Number.NaN : end
  }
  let at = content
  while (at < end) at = endOfElement(bytes, { start: at, limit: end, depth: depth + 1, seen })
  return at === end ? end : Number.NaN
}

/** A length of the long form, NaN unless it is the shortest one. Four bytes are more than any certificate has. */
function readLength(bytes: Uint8Array): number {
  if (bytes.length === 0 || bytes.length > 4 || bytes[0] === 0) return Number.NaN
  const length = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return length < 0x80 ? Number.NaN : length
}

function isShortestInteger(value: Uint8Array): boolean {
  if (value.length > NUMBER_BYTES_MAX) return false
  const [first, second] = value
  if (first === undefined || second === undefined) return first !== undefined
  return !(first === 0x00 && second < 0x80) && !(first === 0xff && second >= 0x80)
}

function isBitString(value: Uint8Array): boolean {
  const [unused = 8] = value
  if (unused > 7) return false
  const last = value.length > 1 ? (value[value.length - 1] ?? 0) : 0
  return value.length > 1 ? (last & ((1 << unused) - 1)) === 0 : unused === 0
}

function isObjectIdentifier(value: Uint8Array): boolean {
  const last = value[value.length - 1] ?? 0x80
  return (
    value.length <= NUMBER_BYTES_MAX &&
    last < 0x80 &&
    value.every((byte, at) => byte !== 0x80 || (value[at - 1] ?? 0) >= 0x80)
  )
}

function isUtf8(value: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(value)
    return true
  } catch {
    return false
  }
}

type Place = { start: number; limit: number; depth: number; seen: { count: number } }
