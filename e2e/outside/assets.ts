import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Reads what the pages of a program load besides themselves: one style sheet made of several, one font, one icon. */
export function readAssets({ styles, icon }: { styles: URL[]; icon: URL }): Record<string, Asset> {
  return {
    '/style.css': { content: Buffer.concat(styles.map(read)), type: 'text/css; charset=utf-8' },
    '/icon.svg': { content: read(icon), type: 'image/svg+xml' },
    '/figtree.woff2': { content: read(FONT), type: 'font/woff2' },
  }
}

/** The styles of the panel of calls, which each program shows in its own colours. */
export const CALLS_STYLE = new URL('./calls.css', import.meta.url)
const FONT = new URL(
  import.meta.resolve('@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2'),
)

function read(file: URL) {
  return new Uint8Array(readFileSync(fileURLToPath(file)))
}

type Asset = { content: Uint8Array<ArrayBuffer>; type: string }
