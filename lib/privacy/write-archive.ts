import 'server-only'
import { strToU8, Zip, ZipDeflate } from 'fflate'

/** A piece is handed on when it has grown to this. */
const PIECE_BYTES = 256 * 1024
/** Texts are packed when so many characters have come together: row by row would cost more than it holds. */
const TEXT_MIN = 64 * 1024

/**
 * A ZIP archive that is written while its texts are made, and handed to `keep` in pieces, one after the other. Only one piece is
 * ever in memory. It is whole when `end` has returned.
 */
export function writeArchive(keep: (piece: Buffer) => Promise<void>): Archive {
  let packed: Uint8Array[] = []
  let size = 0
  let fault: Error | null = null
  let bytes = 0
  const zip = new Zip((error, chunk) => {
    if (error) fault = error
    packed.push(chunk)
    size += chunk.length
  })
  const handOn = async (least: number) => {
    if (fault) throw fault
    if (size < least || size === 0) return
    const piece = Buffer.concat(packed)
    bytes += piece.length
    packed = []
    size = 0
    await keep(piece)
  }
  return {
    async file(name, texts) {
      const entry = new ZipDeflate(name, { level: 6 })
      zip.add(entry)
      let waiting = ''
      for await (const text of texts) {
        waiting += text
        if (waiting.length < TEXT_MIN) continue
        entry.push(strToU8(waiting))
        waiting = ''
        await handOn(PIECE_BYTES)
      }
      entry.push(strToU8(waiting), true)
      await handOn(PIECE_BYTES)
    },
    async end() {
      zip.end()
      await handOn(1)
      return { bytes }
    },
  }
}

export type Archive = {
  file: (name: string, texts: AsyncIterable<string>) => Promise<void>
  end: () => Promise<{ bytes: number }>
}
