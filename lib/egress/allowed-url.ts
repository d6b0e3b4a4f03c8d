import { EgressFault } from './egress-fault'

const URL_LENGTH_MAX = 2_048

/**
 * An address as the house may call it: https, port 443 or a place that the operator listed (`host:port`), no user or
 * password in it, no fragment. Throws `url_not_allowed`. The parser has already turned decimal, octal and hexadecimal
 * spellings of an IP address into the plain one, so that nothing behind this sees them.
 */
export function allowedUrl(text: string, listed: readonly string[]): AllowedUrl {
  const url = text.length <= URL_LENGTH_MAX ? URL.parse(text) : null
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '')
    throw new EgressFault('url_not_allowed')
  const port = Number(url.port || 443)
  const isListed = listed.includes(`${url.hostname}:${port}`)
  if (port !== 443 && !isListed) throw new EgressFault('url_not_allowed')
  // A URL writes an IPv6 address in brackets, a socket does not.
  return { url, port, isListed, host: url.hostname.replace(/^\[|\]$/g, '') }
}

/** `isListed`: the operator vouches for the place, wherever it is. */
export type AllowedUrl = { url: URL; host: string; port: number; isListed: boolean }
