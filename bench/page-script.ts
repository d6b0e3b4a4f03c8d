import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

/**
 * Bytes of script, each file compressed with brotli, that a page of a Next build may fetch: what every page starts with,
 * what the page's client components need, and what these could load later. A page that shows only some of its
 * components fetches less, never more.
 */
export async function scriptBytes(build: string, page: string): Promise<number> {
  const { rootMainFiles } = JSON.parse(await readFile(join(build, 'build-manifest.json'), 'utf8'))
  const files = new Set<string>(rootMainFiles)
  for (const file of await componentFiles(build, page)) files.add(file)
  let bytes = 0
  // A set may grow while it is walked: files that others name are visited too.
  for (const file of files) {
    const source = await readFile(join(build, file))
    bytes += brotliCompressSync(source).length
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
