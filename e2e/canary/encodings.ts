import { createHash } from 'node:crypto'

/**
 * Every way in which a mark may lie somewhere without being sealed (INV-11): as it is, in JSON's escapes, in hex, in base64 and
 * base64url at each of the three places in a group of bytes, and as an unsalted hash, raw, in hex and in base64.
 */
export function encodingsOf(mark: string): Encoded[] {
  const plain = Buffer.from(mark)
  const all: Encoded[] = [{ how: 'plain', bytes: plain }, ...hex('hex', plain)]
  const escaped = JSON.stringify(mark).slice(1, -1)
  if (escaped !== mark) all.push({ how: 'escaped', bytes: Buffer.from(escaped) })
  for (const at of [0, 1, 2]) all.push(...base64(`base64 at ${at}`, plain, at))
  for (const algorithm of ['sha256', 'sha1', 'md5']) {
    const digest = createHash(algorithm).update(plain).digest()
    all.push({ how: algorithm, bytes: digest }, ...hex(`${algorithm} in hex`, digest))
    all.push(...base64(`${algorithm} in base64`, digest, 0))
  }
  return all
}

const hex = (how: string, bytes: Buffer): Encoded[] => [
  { how, bytes: Buffer.from(bytes.toString('hex')) },
  { how: `${how}, large`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
]

/** What of the base64 is the same whatever stands before and behind it. */
function base64(how: string, bytes: Buffer, at: number): Encoded[] {
  const text = Buffer.concat([Buffer.alloc(at), bytes]).toString('base64')
  const whole = text.slice(at === 0 ? 0 : at + 1, Math.floor(((at + bytes.length) * 8) / 6))
  const url = whole.replaceAll('+', '-').replaceAll('/', '_')
  return [
    { how, bytes: Buffer.from(whole) },
    ...(url === whole ? [] : [{ how: `${how}, for addresses`, bytes: Buffer.from(url) }]),
  ]
}

type Encoded = { how: string; bytes: Buffer }
