import 'server-only'
import { isHostOf } from '@/lib/eidas/certificate-hosts'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { isConsoleBack } from '@/lib/sandbox/console-identity'
import { isAtBank } from '@/lib/tpp/at-bank'
import type { VettedCertificate } from '@/lib/tpp/caller'
import type { Xs2aCall } from './call'

const GOOD = 'TPP-Redirect-URI'
const BAD = 'TPP-Nok-Redirect-URI'
const LENGTH_MAX = 2_048
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * Where a third party wants its customer back (plain redirect, Berlin Group 1.3), or null where it names nothing. Only
 * https, in a sandbox http on the loopback as well, without user, password or fragment, and not at the bank itself:
 * anything else could lead a customer astray and is `format_error`. A host outside of the caller's certificate is no reason to refuse
 * (xs2a.md 4): the answer warns.
 */
export function readReturnAddresses(call: Xs2aCall, certificate: VettedCertificate): ReturnAddresses {
  const redirectUri = readAddress(call, GOOD, certificate)
  const nokRedirectUri = readAddress(call, BAD, certificate)
  if (redirectUri === null) {
    if (nokRedirectUri !== null) throw wrong(GOOD, `Send ${GOOD} as well: without it there is no redirect.`)
    return { returnTo: null, warnings: [] }
  }
  const named = [
    [GOOD, redirectUri],
    [BAD, nokRedirectUri],
  ] as const
  const warnings = named.flatMap(([name, uri]) =>
    uri === null || isOwn(uri, certificate) ? [] : warning(name),
  )
  return { returnTo: { redirectUri, nokRedirectUri }, warnings }
}

function readAddress(call: Xs2aCall, name: string, caller: VettedCertificate): string | null {
  const text = call.header(name.toLowerCase())
  if (text === undefined) return null
  const url = text.length <= LENGTH_MAX && /^[\x21-\x7e]+$/.test(text) ? URL.parse(text) : null
  if (!url || !(mayLeadTo(url) || isConsoleBack(url, caller.organizationIdentifier)))
    throw wrong(
      name,
      `${name} must be an https address of at most ${LENGTH_MAX} characters, without user, password and fragment.`,
    )
  return url.href
}

function mayLeadTo(url: URL): boolean {
  const { protocol, hostname, username, password, hash } = url
  if (username !== '' || password !== '' || hash !== '') return false
  if (isAtBank(url)) return false
  return protocol === 'https:' || (env.SANDBOX && protocol === 'http:' && LOOPBACK.includes(hostname))
}

function isOwn(uri: string, { der, subject }: VettedCertificate): boolean {
  return isHostOf({ host: new URL(uri).hostname, der, commonName: subject.commonName })
}

const warning = (path: string) => ({
  category: 'WARNING' as const,
  code: 'WARNING' as const,
  path,
  text: `${path} is not under a name of your certificate. Customers may be warned of it in time.`,
})

const wrong = (path: string, text: string) => new Refusal('format_error', { path, text })

export type ReturnTo = { redirectUri: string; nokRedirectUri: string | null }
type ReturnAddresses = { returnTo: ReturnTo | null; warnings: ReturnType<typeof warning>[] }
