/**
 * A path of our own to go on to, or `/`. Only what begins with one slash and a plain character is a path; `//host`,
 * `/\host` and a control character would take a browser elsewhere (an open redirect).
 */
export function sameOriginPath(given: string | null | undefined): string {
  if (!given || given.length > 500 || !/^\/(?:[A-Za-z0-9?#(][\x21-\x5B\x5D-\x7E]*)?$/.test(given)) return '/'
  const base = 'http://placet.invalid'
  const url = new URL(given, base)
  // `/a/..//host` is a path that turns into `//host` once its dots are resolved.
  return url.origin === base && !url.pathname.startsWith('//')
    ? `${url.pathname}${url.search}${url.hash}`
    : '/'
}
