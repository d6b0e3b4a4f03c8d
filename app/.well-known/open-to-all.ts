/**
 * An answer that tells nothing of anybody: a page of somebody else's may read it, too. `maxAge` in seconds; without it nothing is
 * kept.
 */
export function openToAll(body: string, { type, maxAge }: { type: string; maxAge?: number }): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'cache-control': maxAge === undefined ? 'no-store' : `public, max-age=${maxAge}`,
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** A JWK Set, for as long as a new key is published before it signs. */
export const keySetToAll = (set: { keys: object[] }) =>
  openToAll(JSON.stringify(set), { type: 'application/jwk-set+json', maxAge: 3600 })
