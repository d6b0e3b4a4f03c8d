import { createHash } from 'node:crypto'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { LANGUAGES, type Language } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { preferredLanguage } from '@/i18n/preferred-language'
import { brand } from '@/lib/brand'
import { noteBlock } from '@/lib/limits/blocks'
import { interactionIdOf } from './interaction-id'

type Page = 'expired' | 'faulty' | 'unknown' | 'failed'

/** Which page a protocol error is to a person. What is not listed is a faulty request. */
const PAGE_OF_ERROR: Record<string, Page> = {
  invalid_request_uri: 'expired',
  invalid_client: 'unknown',
  invalid_redirect_uri: 'unknown',
  server_error: 'failed',
}

/**
 * What a person sees where the provider must not send them back: an unknown client, a redirect that is not registered,
 * a request that has run out. Nothing of the request is repeated; `data-error-id` tells programs which page it is.
 */
export const renderErrorPage: NonNullable<Configuration['renderError']> = async (ctx, out, error) => {
  const fresh = error.name === 'SessionNotFound'
  const page = fresh ? 'expired' : (PAGE_OF_ERROR[out.error] ?? 'faulty')
  // Somebody was led here under a name, or back to an address, that nobody has registered.
  if (page === 'unknown')
    noteBlock({ rule: 'UNTRUSTED_LINK', address: ctx.get('x-forwarded-for') || 'unknown' })
  writeErrorPage(ctx, { page, error: out.error })
}

function writeErrorPage(ctx: KoaContextWithOIDC, { page, error }: { page: Page; error: string }): void {
  const language = preferredLanguage({ get: (name) => ctx.get(name) || null })
  const html = errorPage({ page, error, language, reference: interactionIdOf(ctx.req) })
  ctx.type = 'html'
  ctx.set('content-security-policy', ERROR_PAGE_POLICY)
  ctx.body = html
}

/** The page itself. `error` is one of the protocol's own words, `reference` an id that was checked or made by us. */
export function errorPage({ page, error, reference, language }: ErrorPage): string {
  const words = messagesOf(language).oauthError
  const [title, text] = [words[`${page}Title`], words[`${page}Text`]]
  const call = words.reference.replace('{phone}', brand.phone)
  return `<!doctype html>
<html dir="${LANGUAGES[language].direction}" lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · ${escapeHtml(brand.name)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><p class="bank">${escapeHtml(brand.name)}</p></header>
<main data-error-id="oauth-${page}" data-oauth-error="${escapeHtml(error)}">
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<p class="reference">${escapeHtml(call)} <code>${escapeHtml(reference)}</code></p>
</main>
</body>
</html>
`
}

const STYLE =
  ':root{color-scheme:light dark}body{margin:0;font:1.0625rem/1.5 "Source Sans 3",system-ui,sans-serif;' +
  'background:light-dark(#f6f7f9,#0c131b);color:light-dark(#111b27,#e9eef4)}header{background:light-dark(#fff,#141e29);' +
  'border-bottom:1px solid light-dark(#d5dbe2,#2b3948)}main,.bank{max-width:40rem;margin:0 auto;padding:0 1.25rem}' +
  '.bank{font-weight:600;padding-block:1rem}main{padding-block:2rem}h1{font-size:1.625rem;line-height:1.25;' +
  'letter-spacing:-.01em;margin:0 0 .75rem}.reference{margin-top:2rem;padding-top:1rem;font-size:.9375rem;' +
  'border-top:1px solid light-dark(#d5dbe2,#2b3948);color:light-dark(#4a5768,#a6b3c2)}code{overflow-wrap:anywhere}'

/** The style by its hash, and nothing else: no script, no frame, no form. */
export const ERROR_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

type ErrorPage = { page: Page; error: string; reference: string; language: Language }
