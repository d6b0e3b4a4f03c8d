import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

export const MAGIC = 'PLACET-DISCLOSURE 1\n'
/** Length (4), type (1), nonce (12), tag (16). */
export const CHUNK_HEAD_BYTES = 33
export const CHUNK_BYTES_MAX = 16 * 1_024 * 1_024

/**
 * One chunk of a disclosed file: AES-256-GCM under the file's content key, with a nonce of its own. Its place, its type and the
 * head of the file are authenticated, so that no chunk can be left out, moved, repeated or taken from another file. The nonce is
 * random: a job that is resumed writes some places again, perhaps with other bytes, and no nonce may serve twice.
 */
export function sealChunk({ key, fileId, index, type }: Chunk, plain: Buffer): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(fileId, index, type))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(body.length)
  head[4] = TYPES[type]
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body])
}

/** The reverse. Throws where a byte, the key, the place or the file is another one. */
export function openChunk({ key, fileId, index, type }: Chunk, { nonce, tag, body }: ChunkBytes): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(boundTo(fileId, index, type)).setAuthTag(tag)
  return Buffer.concat([decipher.update(body), decipher.final()])
}

/** What the head of a chunk says, or null where it is none. */
export function readChunkHead(
  head: Buffer,
): { length: number; type: ChunkType; nonce: Buffer; tag: Buffer } | null {
  const length = head.readUInt32BE()
  const type = head[4] === TYPES.rows ? 'rows' : head[4] === TYPES.end ? 'end' : null
  if (type === null || length > CHUNK_BYTES_MAX) return null
  return { length, type, nonce: head.subarray(5, 17), tag: head.subarray(17, CHUNK_HEAD_BYTES) }
}

/** A file is known by the bytes of its head, in which its wrapped key stands. */
export const fileIdOf = (head: Buffer | string): Buffer => createHash('sha256').update(head).digest()

export const contentKey = (bytes: Uint8Array): KeyObject => createSecretKey(bytes)

const TYPES = { rows: 0x52, end: 0x45 } as const

function boundTo(fileId: Buffer, index: number, type: ChunkType): Buffer {
  const place = Buffer.alloc(9)
  place[0] = TYPES[type]
  place.writeBigUInt64BE(BigInt(index), 1)
  return Buffer.concat([fileId, place])
}

export type ChunkType = 'rows' | 'end'
type Chunk = { key: KeyObject; fileId: Buffer; index: number; type: ChunkType }
type ChunkBytes = { nonce: Buffer; tag: Buffer; body: Buffer }
