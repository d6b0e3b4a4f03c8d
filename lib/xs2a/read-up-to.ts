import { Refusal } from '@/lib/errors'

/** A body as it arrives, or null where it is longer than the limit, in octets. Throws `format_error` where it does not arrive whole. */
export async function readUpTo(
  limit: number,
  arriving: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of arriving) {
      size += chunk.byteLength
      if (size > limit) return null
      chunks.push(chunk)
    }
  } catch (cause) {
    // The connection broke, or what came is no HTTP: the caller's affair, and no failure of the bank.
    throw new Refusal('format_error', { text: 'The body did not arrive whole. Send it again.', cause })
  }
  return Buffer.concat(chunks)
}
