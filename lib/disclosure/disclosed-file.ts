import 'server-only'
import { randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { bankKey } from '@/lib/vault/vault'
import { contentKey, fileIdOf, MAGIC, sealChunk } from './sealed-chunks'
import type { Recipient } from './vet-recipient'
import { wrapContentKey } from './wrap-content-key'

const FIELD = 'disclosure.content-key'

/**
 * The output of a job while it grows: encrypted to the recipient under a content key of its own, one chunk per batch. On the disk
 * the content key stands only wrapped for the recipient and, until the job is done, sealed by the vault in the checkpoint.
 */
export class DisclosedFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly key: Buffer,
    readonly fileId: Buffer,
    private offset: number,
    private chunks: number,
  ) {}

  static async begin(path: string, { publicKey, tppId, thumbprint }: Recipient): Promise<DisclosedFile> {
    const key = randomBytes(32)
    const jwe = await wrapContentKey(key, publicKey)
    const head = `${MAGIC}${JSON.stringify({ recipient: tppId, certificate: thumbprint, key: jwe })}\n`
    const file = await open(path, 'w', 0o600)
    await file.writeFile(head)
    return new DisclosedFile(file, key, fileIdOf(head), Buffer.byteLength(head), 0)
  }

  /** Goes on after a checkpoint: whatever was written behind it is cut off. Null where the file is shorter than that. */
  static async resume(path: string, at: Position): Promise<DisclosedFile | null> {
    const file = await open(path, 'r+').catch(() => null)
    if (!file) return null
    if ((await file.stat()).size < at.outputOffset) {
      await file.close()
      return null
    }
    await file.truncate(at.outputOffset)
    const key = Buffer.from(
      (await bankKey()).open<string>(FIELD, Buffer.from(at.sealedKey, 'base64')),
      'base64',
    )
    return new DisclosedFile(file, key, Buffer.from(at.fileId, 'hex'), at.outputOffset, at.chunks)
  }

  async append(plain: Buffer, type: 'rows' | 'end' = 'rows'): Promise<void> {
    const bytes = sealChunk(
      { key: contentKey(this.key), fileId: this.fileId, index: this.chunks, type },
      plain,
    )
    await this.file.write(bytes, 0, bytes.length, this.offset)
    this.offset += bytes.length
    this.chunks++
  }

  /** Where it stands, once that is on the disk. */
  async sync(): Promise<Position> {
    await this.file.sync()
    const sealedKey = (await bankKey()).seal(FIELD, this.key.toString('base64')).toString('base64')
    return { outputOffset: this.offset, chunks: this.chunks, fileId: this.fileId.toString('hex'), sealedKey }
  }

  close(): Promise<void> {
    return this.file.close()
  }
}

export type Position = { outputOffset: number; chunks: number; fileId: string; sealedKey: string }
