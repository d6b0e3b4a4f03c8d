import { Refusal } from '@/lib/errors'

/** Far above what any form or ceremony of ours sends. */
const BYTES_MAX = 64 * 1024

/** The whole body as text, if it is of this media type and of a sane size. Throws `format_error`. */
export async function readBody(request: Request, mediaType: string): Promise<string> {
  const given = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (given !== mediaType) throw new Refusal('format_error', { path: 'content-type' })
  const chunks: Uint8Array[] = []
  let size = 0
  // Counted while it arrives: Content-Length is only what the sender says.
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > BYTES_MAX) throw new Refusal('format_error', { text: `A body has at most ${BYTES_MAX} bytes` })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
