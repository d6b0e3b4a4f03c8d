import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Reads what the pages load besides themselves: one style sheet, one font, one icon. */
export function readAssets(): Record<string, Asset> {
  return {
    '/style.css': { content: Buffer.concat(STYLES.map(read)), type: 'text/css; charset=utf-8' },
    '/icon.svg': { content: read('./icon.svg'), type: 'image/svg+xml' },
    '/figtree.woff2': { content: read(FONT), type: 'font/woff2' },
  }
}

const STYLES = ['tokens', 'base', 'controls', 'pages', 'calls', 'wide'].map((name) => `./styles/${name}.css`)
const FONT = '@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2'

function read(file: string) {
  return new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve(file))))
}

type Asset = { content: Uint8Array<ArrayBuffer>; type: string }
