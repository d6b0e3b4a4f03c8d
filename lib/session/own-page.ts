import { env } from '@/lib/env'

/**
 * Whether a request was sent by a page of ours. Origin must be there and equal (a cross-site form, a sandboxed frame
 * and a plain link all differ); Sec-Fetch-Site must say the same, and may be missing only in browsers without it. The
 * Host header is never looked at (THR-09).
 */
export function isFromOwnPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return request.headers.get('origin') === env.PUBLIC_ORIGIN && (site === null || site === 'same-origin')
}
