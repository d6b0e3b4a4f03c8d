import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One JSON file of a program in its home, which its owner alone may read; `read` gives null where there is none yet. */
export function keptFile<Content>({ home, name }: { home: string; name: string }): KeptFile<Content> {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const file = join(home, name)
  return {
    read() {
      try {
        return JSON.parse(readFileSync(file, 'utf8'))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw new Error(`Reading ${file}`, { cause: error })
      }
    },
    write(content) {
      // Beside and then over the old file: a crash in the middle of writing must not cost what is kept.
      writeFileSync(`${file}.new`, JSON.stringify(content, null, 2), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

type KeptFile<Content> = { read(): Content | null; write(content: Content): void }
