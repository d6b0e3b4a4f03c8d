import type { KeyObject } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { JobRefusal } from './job-refusal'
import { CHUNK_HEAD_BYTES, contentKey, fileIdOf, MAGIC, openChunk, readChunkHead } from './sealed-chunks'
import { unwrapContentKey } from './wrap-content-key'

const HEAD_BYTES_MAX = 8_192
const Head = z.object({ recipient: z.string(), certificate: z.string(), key: z.string() })
const Trailer = z.object({
  complete: z.literal(true),
  job: z.string(),
  runId: z.string(),
  rows: z.number(),
  unprotected: z.number(),
})

/**
 * The recipient's side: opens a disclosed file with their private key, chunk by chunk, and gives its trailer. Needs nothing of the
 * bank. The output has its name only once the trailer was read; a file that is cut off, altered, or for somebody else leaves
 * nothing behind. Throws `JobRefusal`.
 */
export async function openFile({ from, to, privateKey }: OpenFile): Promise<z.infer<typeof Trailer>> {
  const input = await open(from, 'r').catch(() => {
    throw new JobRefusal(`${from} cannot be read`)
  })
  const part = `${to}.part`
  const output = await open(part, 'wx', 0o600).catch(() => {
    throw new JobRefusal(`${part} cannot be made, or is there already`)
  })
  try {
    const trailer = await copy({ input, output, privateKey })
    await output.sync()
    await rename(part, to)
    return trailer
  } catch (thrown) {
    await rm(part, { force: true })
    throw thrown
  } finally {
    await Promise.all([input.close(), output.close()])
  }
}

async function copy({ input, output, privateKey }: Copy): Promise<z.infer<typeof Trailer>> {
  const head = await readHead(input)
  const key = await unwrapContentKey(head.jwe, privateKey).then(contentKey, () => {
    throw new JobRefusal('this file is for another key')
  })
  let position = head.bytes
  for (let index = 0; ; index++) {
    const chunk = readChunkHead(await readExactly(input, position, CHUNK_HEAD_BYTES))
    if (!chunk) throw new JobRefusal(`chunk ${index} is damaged`)
    position += CHUNK_HEAD_BYTES
    const body = await readExactly(input, position, chunk.length)
    position += chunk.length
    const plain = opened(
      () => openChunk({ key, fileId: head.fileId, index, type: chunk.type }, { ...chunk, body }),
      index,
    )
    if (chunk.type === 'rows') await output.writeFile(plain)
    else {
      if ((await input.stat()).size !== position) throw new JobRefusal('something stands behind the end')
      return Trailer.parse(JSON.parse(plain.toString('utf8')))
    }
  }
}

async function readHead(input: FileHandle): Promise<{ jwe: string; fileId: Buffer; bytes: number }> {
  const { buffer, bytesRead } = await input.read(Buffer.alloc(HEAD_BYTES_MAX), 0, HEAD_BYTES_MAX, 0)
  const text = buffer.toString('latin1', 0, bytesRead)
  const end = text.indexOf('\n', MAGIC.length)
  const head = text.startsWith(MAGIC) && end !== -1 ? parse(text.slice(MAGIC.length, end)) : null
  if (!head) throw new JobRefusal('this is no disclosed file')
  const bytes = end + 1
  return { jwe: head.key, fileId: fileIdOf(buffer.subarray(0, bytes)), bytes }
}

function parse(text: string) {
  try {
    return Head.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

async function readExactly(input: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await input.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw new JobRefusal('the file ends before its end: it is not whole')
  return buffer
}

function opened(run: () => Buffer, index: number): Buffer {
  try {
    return run()
  } catch {
    throw new JobRefusal(`chunk ${index} was altered, or stands where it does not belong`)
  }
}

type OpenFile = { from: string; to: string; privateKey: KeyObject }
type Copy = { input: FileHandle; output: FileHandle; privateKey: KeyObject }
