import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

/**
 * Bytes of script of a page of a Next build, each file compressed with brotli. `first` is what the page brings with it:
 * what every page starts with and what its client components need. `later` is what that names and does not bring, so
 * what a browser could fetch in addition. A page that shows only some of its components fetches less, never more.
 */
export async function scriptBytes(build: string, page: string): Promise<PageScript> {
  const { rootMainFiles } = JSON.parse(await readFile(join(build, 'build-manifest.json'), 'utf8'))
  const brought = new Set<string>([...rootMainFiles, ...(await componentFiles(build, page))])
  const files = new Set(brought)
  const bytes = { first: 0, later: 0 }
  // A set may grow while it is walked: files that others name are visited too.
  for (const file of files) {
    const source = await readFile(join(build, file))
    bytes[brought.has(file) ? 'first' : 'later'] += brotliCompressSync(source).length
    if (rootMainFiles.includes(file)) continue
    for (const [named] of source.toString().matchAll(/static\/chunks\/[\w~.-]+\.js/g)) files.add(named)
  }
  return bytes
}

async function componentFiles(build: string, page: string): Promise<string[]> {
  const file = join(build, 'server', 'app', page, 'page_client-reference-manifest.js')
  const source = await readFile(file, 'utf8')
  const manifest: ClientManifest = JSON.parse(source.slice(source.indexOf('] = {') + 4).replace(/;\s*$/, ''))
  return Object.values(manifest.clientModules).flatMap(({ chunks }) =>
    chunks.filter((chunk) => chunk.endsWith('.js')).map((chunk) => chunk.replace(/^\/_next\//, '')),
  )
}

type ClientManifest = { clientModules: Record<string, { chunks: string[] }> }

export type PageScript = { first: number; later: number }
