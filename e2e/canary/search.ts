import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodingsOf } from './encodings'

/** The first three bytes of every pattern, a bit each: all but a few places are passed over at once. */
const PREFIXES = 2 ** 24

/** Looks for every mark in every encoding at once, in one pass over the bytes. */
export class Search {
  private readonly seen = new Uint8Array(PREFIXES)
  private readonly byPrefix = new Map<number, Pattern[]>()
  /** How many bytes were looked through. */
  bytes = 0

  constructor(marks: readonly Mark[]) {
    for (const mark of marks)
      for (const { how, bytes } of encodingsOf(mark.text)) {
        const prefix = prefixAt(bytes, 0)
        this.seen[prefix] = 1
        this.byPrefix.set(prefix, [...(this.byPrefix.get(prefix) ?? []), { mark, how, bytes }])
      }
  }

  /** What stands in these bytes, each mark and encoding once. */
  in(where: string, bytes: Buffer): Hit[] {
    this.bytes += bytes.length
    const hits = new Map<string, Hit>()
    for (let at = 0; at + 3 <= bytes.length; at += 1) {
      const prefix = prefixAt(bytes, at)
      if (this.seen[prefix] === 0) continue
      for (const { mark, how, bytes: sought } of this.byPrefix.get(prefix) ?? [])
        if (bytes.compare(sought, 0, sought.length, at, Math.min(at + sought.length, bytes.length)) === 0)
          hits.set(`${mark.from} ${how}`, { where, from: mark.from, how })
    }
    return [...hits.values()]
  }

  /** The same in a file, or in every file of a folder. */
  inFiles(path: string): Hit[] {
    return filesOf(path).flatMap((file) => this.in(file, readFileSync(file)))
  }
}

function prefixAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
}

function filesOf(path: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(path, { recursive: true, withFileTypes: true })
  } catch {
    return [path]
  }
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** `from`: where it lies sealed. The text itself is never printed. */
export type Mark = { text: string; from: string }
export type Hit = { where: string; from: string; how: string }
type Pattern = { mark: Mark; how: string; bytes: Buffer }
