import { createHash, createPrivateKey, type JsonWebKey, sign } from 'node:crypto'

/**
 * A checkpoint as a signed note (C2SP `tlog-checkpoint`, Ed25519): the name of the log, how many leaves, the root in base64
 * and, as an extension, the time; then a line per signature. `docs/audit-trail.md` has the whole of it.
 */
export function signNote({ origin, size, root, at, privateJwk, publicJwk }: SignNote): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\nat ${at}\n`
  const key = createPrivateKey({ key: privateJwk, format: 'jwk' })
  const signature = Buffer.concat([keyHash(origin, publicJwk), sign(null, Buffer.from(text), key)])
  return `${text}\n— ${origin} ${signature.toString('base64')}\n`
}

/** The key as the C2SP tools write it: `<name>+<hash>+<key>`. */
export function verifierKey(origin: string, publicJwk: JsonWebKey): string {
  return `${origin}+${keyHash(origin, publicJwk).toString('hex')}+${typedKey(publicJwk).toString('base64')}`
}

/** The first four octets of the hash of name and key, by which a verifier finds the key. */
const keyHash = (origin: string, publicJwk: JsonWebKey) =>
  createHash('sha256').update(`${origin}\n`).update(typedKey(publicJwk)).digest().subarray(0, 4)

const typedKey = ({ x = '' }: JsonWebKey) => Buffer.concat([ED25519, Buffer.from(x, 'base64url')])
const ED25519 = Buffer.from([1])

type SignNote = {
  origin: string
  size: number
  root: Buffer
  at: string
  privateJwk: JsonWebKey
  publicJwk: JsonWebKey
}
