import { crc32 } from 'node:zlib'

/** 1 January 1980, the format's zero: a file's time tells nothing here. */
const DATE = 0x21
const VERSION = 20
const UTF8_NAMES = 0x800

/** A ZIP archive of some small texts, stored without compression (APPNOTE 4.3.7, 4.3.12, 4.3.16). */
export function zipFiles(files: readonly TextFile[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text } of files) {
    const [label, body] = [Buffer.from(name), Buffer.from(text)]
    const about = fields([2, VERSION], [2, UTF8_NAMES], [2, 0], [2, 0], [2, DATE], [4, crc32(body)])
    const sizes = fields([4, body.length], [4, body.length], [2, label.length], [2, 0])
    const local = Buffer.concat([fields([4, 0x04034b50]), about, sizes, label, body])
    const place = fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset])
    directory.push(Buffer.concat([fields([4, 0x02014b50], [2, VERSION]), about, sizes, place, label]))
    parts.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory)
  const many = files.length
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, many],
    [2, many],
    [4, index.length],
    [4, offset],
    [2, 0],
  )
  return Buffer.concat([...parts, index, end])
}

/** Little-endian numbers of two or four bytes. */
function fields(...given: readonly [size: 2 | 4, value: number][]): Buffer {
  return Buffer.concat(
    given.map(([size, value]) => {
      const bytes = Buffer.alloc(size)
      bytes.writeUIntLE(value, 0, size)
      return bytes
    }),
  )
}

export type TextFile = { name: string; text: string }
