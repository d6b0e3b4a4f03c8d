import { type NextRequest, NextResponse } from 'next/server'
import { messagesOf } from '@/i18n/messages'
import { preferredLanguage } from '@/i18n/preferred-language'
import { env } from '@/lib/env'
import { databaseAnswers } from '@/lib/health/database-answers'
import { limitPages } from '@/lib/limits/limit-people'
import { isFormPath } from '@/lib/session/form-path'
import { isFromOwnPage } from '@/lib/session/own-page'
import { AWAY_HEADER, PATH_HEADER } from '@/lib/session/path-header'
import { sameOriginPath } from '@/lib/session/same-origin-path'

/** What Next takes of a file to check at most. */
const FILE_BYTES_MAX = 1_048_576

/**
 * Sets the security headers of every page and hands Next the nonce for its own scripts. It is no security
 * boundary: nothing here decides who may see what.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const wait = limitPages(request.headers)
  if (wait > 0) return refuse(request, 429, { 'retry-after': String(wait) })
  const status = faultOf(request)
  // A form without a script comes back to its page, which says so; a script has said it before it sent anything.
  if (status === 413 && !request.headers.has('next-action'))
    return NextResponse.redirect(`${env.PUBLIC_ORIGIN}/verify?large`, 303)
  if (status) return refuse(request, status, status === 405 ? { allow: 'GET, HEAD' } : {})
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()))
  const forwarded = new Headers(request.headers)
  // One id from the page to the log and the trail. Over whatever the sender wrote there.
  const requestId = crypto.randomUUID()
  forwarded.set('x-request-id', requestId)
  // Next reads the nonce from this request header and puts it on each script and stylesheet that it emits.
  forwarded.set('content-security-policy', policy)
  // A page cannot see its own address: told here, so that signing in can lead back to it. Overwrites what was sent.
  forwarded.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  forwarded.delete(AWAY_HEADER)
  const away = needsDatabase(request.nextUrl.pathname) && !(await databaseAnswers())
  const response = away
    ? whileAway(request, forwarded)
    : NextResponse.next({ request: { headers: forwarded } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  for (const [name, value] of HEADERS) response.headers.set(name, value)
  return response
}

/** What Next would answer by a page all the same, or by an error of its own, which stands in no log of ours; null: nothing. */
function faultOf(request: NextRequest): 400 | 403 | 405 | 413 | null {
  const { method, nextUrl, headers } = request
  if (!isReadable(nextUrl.pathname)) return 400
  if (method === 'GET' || method === 'HEAD') return null
  if (method !== 'POST' || !isFormPath(nextUrl.pathname)) return 405
  // The one server action (decision 20): the forms look at both themselves.
  if (nextUrl.pathname !== '/verify') return null
  if (!isFromOwnPage(request)) return 403
  return Number(headers.get('content-length') ?? 0) > FILE_BYTES_MAX ? 413 : null
}

/** All but files and the pages that tell everybody the same. */
function needsDatabase(path: string): boolean {
  return !/\.\w+$|^\/(help|accessibility)$/.test(path)
}

/**
 * A page of ours instead of Next's own, which without scripts is an empty one. Nothing of the request has been done: a form is offered
 * its page again, not itself.
 */
function whileAway(request: NextRequest, forwarded: Headers): NextResponse {
  const { pathname, search } = request.nextUrl
  const page = request.headers.get('referer')?.replace(env.PUBLIC_ORIGIN, '')
  forwarded.set(AWAY_HEADER, sameOriginPath(request.method === 'POST' ? page : pathname + search))
  // Else the language would be looked up with the request that stands under this address.
  forwarded.set(PATH_HEADER, '/away')
  const to = new URL('/away', request.url)
  return NextResponse.rewrite(to, {
    status: 503,
    headers: { 'retry-after': '5' },
    request: { headers: forwarded },
  })
}

function isReadable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== ''
  } catch {
    return false
  }
}

/** In plain text: a page costs more than everything before it. */
function refuse({ headers: asked }: NextRequest, status: number, more: Record<string, string>): NextResponse {
  const headers = { ...more, 'content-type': 'text/plain; charset=utf-8' }
  const words = messagesOf(preferredLanguage(asked)).problem
  return new NextResponse(status === 429 ? words.tooMany : words.notUnderstood, { status, headers })
}

export const config = {
  // The doors for third parties answer with their own headers, and built files are public and cached.
  matcher: ['/((?!_next/static/|xs2a/|oauth/|certificate$|\\.well-known/).*)'],
}

const secure = env.PUBLIC_ORIGIN.startsWith('https:')

const HEADERS: readonly (readonly [string, string])[] = [
  ['cache-control', 'no-store'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  // Not `no-referrer`: under it a browser sends our own forms with `Origin: null`, and they would be refused.
  ['referrer-policy', 'same-origin'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  [
    'permissions-policy',
    'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), geolocation=(), microphone=()',
  ],
  ...(secure ? ([['strict-transport-security', 'max-age=63072000; includeSubDomains']] as const) : []),
]

function contentSecurityPolicy(nonce: string): string {
  // React's development build evaluates strings to rebuild stack traces; the production build never does.
  const development = env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    // Chromium applies this to the redirects of a form too: a decision goes through a same-origin page back.
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    // On plain http (a laptop's demo) this would turn every address of ours into one that nobody serves.
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
