import type { MiddlewareHandler } from 'hono'

/**
 * Refuses a deed that another site started, and sends the headers that keep the pages to themselves: no script
 * at all, nothing from elsewhere, no frame.
 */
export function guard({ origin, bank }: Guarded): MiddlewareHandler {
  const bankOrigin = new URL(bank.issuer).origin
  return async (c, next) => {
    // Browsers send Origin with every POST; one without it comes from no page of ours.
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && c.req.header('origin') !== origin) {
      return c.text('This request did not come from our own page.', 403)
    }
    await next()
    // form-action names the bank because the answer to a form redirects there, and browsers check redirects too.
    c.header(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self' ${bankOrigin}; base-uri 'none'; frame-ancestors 'none'`,
    )
    // Not no-referrer: with it browsers send "Origin: null", and every deed of our own would be refused.
    c.header('referrer-policy', 'same-origin')
    c.header('x-content-type-options', 'nosniff')
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  }
}

/** Our own origin, and the bank that our forms lead to. */
type Guarded = { origin: string; bank: { issuer: string } }
