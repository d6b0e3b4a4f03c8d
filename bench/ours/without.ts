import { registerHooks } from 'node:module'

// Ours once more, without one of its protections: what it costs is the difference. Never more than a program of the bench.

/** What stands in the place of a module, for a server without that. */
const REPLACED: Record<string, { module: string; by: (source: string, url: string) => string }> = {
  /**
   * Stored bytes are decrypted once and then known by their nonce, and what would be sealed leaves as so many zeros: the values,
   * their JSON and the sizes of all rows stay the same.
   */
  encryption: {
    module: '/lib/vault/cipher.ts',
    by: (_source, url) => `
      import { decrypt as really, encrypt as make } from '${url}?really'
      const known = new Map()
      const empty = new Map()
      export function decrypt(key, context, bytes) {
        const nonce = bytes.latin1Slice(1, 13)
        let plain = known.get(nonce)
        if (!plain) known.set(nonce, plain = really(key, context, bytes))
        return plain
      }
      export function encrypt(key, context, plain) {
        if (!context.endsWith(':access_log.psu_address')) return make(key, context, plain)
        let filler = empty.get(plain.length)
        if (!filler) empty.set(plain.length, filler = Buffer.alloc(make(key, context, plain).length))
        return filler
      }`,
  },
  /** The statement decides and counts the same, and writes no row of the access log. */
  audit: {
    module: '/lib/consent/use-consent.sql.ts',
    by: (source) => {
      const insert = /insert into access_log \([^)]*\)\s*(select \$18,[\s\S]*?)\s*returning 1/.exec(source)
      const [found = '', select = ''] = insert ?? []
      if (!found) throw new Error('The statement writes its row in another way than the bench knows')
      return source.replace(found, select.replace('$18', '$18::uuid').replace('$22', '$22::bytea'))
    },
  },
}

const without = process.env.BENCH_WITHOUT ?? ''
const replaced = without === '' ? null : REPLACED[without]
if (replaced === undefined) throw new Error(`Nothing is called ${without}`)
if (replaced)
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.endsWith(replaced.module)) return loaded
      return { ...loaded, source: replaced.by(`${loaded.source}`, url) }
    },
  })
await import('./listener')
