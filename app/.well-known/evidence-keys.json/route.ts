import { publishedEvidenceKeys } from '@/lib/evidence/evidence-keys'

export const dynamic = 'force-dynamic'

const HEADERS = {
  'content-type': 'application/jwk-set+json',
  // As long as a new key is published before it signs.
  'cache-control': 'public, max-age=3600',
  // Nothing here is anybody's: a page of somebody else's may check receipts, too.
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
}

/** The public keys by which anybody checks a receipt, old ones with the time in which they signed. */
export const GET = async () =>
  new Response(JSON.stringify(await publishedEvidenceKeys()), { headers: HEADERS })
