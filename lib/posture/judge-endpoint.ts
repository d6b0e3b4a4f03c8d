import { FINDINGS, type Finding, type FindingCode } from './finding'

const RSA_BITS_MIN = 2048
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1']
const EDWARDS = ['ed25519', 'ed448']
/** Half a year, as browsers' preload lists began with; less leaves the first visit after a holiday open. */
const HSTS_SECONDS_MIN = 15_552_000
/** Certificates that renew themselves have renewed by then. */
const SOON_DAYS = 14
const DAY_MILLIS = 86_400_000

/** Each rule about what was seen: the detail of its finding, or null where there is nothing to say. */
const RULES: Partial<Record<FindingCode, Rule>> = {
  TLS_OLD: ({ takesOldTls }) => (takesOldTls ? {} : null),
  TLS_NO_1_3: ({ protocol }) => (protocol === 'TLSv1.2' ? {} : null),
  CIPHER_WEAK: ({ protocol, cipher }) => (isModern(protocol, cipher) ? null : { cipher: cipher ?? '' }),
  CHAIN_UNTRUSTED: ({ chainFault }) => (chainFault === null ? null : { fault: chainFault }),
  NAME_MISMATCH: ({ nameFits }) => (nameFits === false ? {} : null),
  CERTIFICATE_ENDED: ({ notAfter }, now) => (notAfter !== null && daysTo(notAfter, now) < 0 ? {} : null),
  CERTIFICATE_NOT_YET: ({ notBefore }, now) => (notBefore !== null && daysTo(notBefore, now) > 0 ? {} : null),
  CERTIFICATE_ENDS_SOON: ({ notAfter }, now) => {
    const days = notAfter === null ? null : daysTo(notAfter, now)
    return days !== null && days >= 0 && days <= SOON_DAYS ? { days: Math.floor(days) } : null
  },
  KEY_WEAK: ({ key }) => (key === null || isStrong(key) ? null : { key: nameOf(key) }),
  SIGNATURE_WEAK: ({ signature }) =>
    /md[245]|sha-?1(?!\d)/i.test(signature ?? '') ? { signature: signature ?? '' } : null,
  HSTS_MISSING: (facts) => (isForBrowsers(facts) && facts.hstsSeconds === null ? {} : null),
  HSTS_SHORT: (facts) =>
    isForBrowsers(facts) && facts.hstsSeconds !== null && facts.hstsSeconds < HSTS_SECONDS_MIN
      ? { days: Math.floor(facts.hstsSeconds / 86_400) }
      : null,
}

/** What is to be said of an endpoint that answered; pure, so that each rule can be tried without a server. */
export function judgeEndpoint(facts: EndpointFacts, now: Date): Finding[] {
  return (Object.keys(FINDINGS) as FindingCode[]).flatMap((code) => {
    const detail = RULES[code]?.(facts, now) ?? null
    return detail === null ? [] : [{ code, detail }]
  })
}

/** Forward secrecy and a cipher that authenticates; everything of TLS 1.3 has both. */
function isModern(protocol: string | null, cipher: string | null): boolean {
  if (protocol === null || cipher === null || protocol === 'TLSv1.3') return true
  return /^(ECDHE|DHE)-/.test(cipher) && /GCM|CHACHA20|CCM/.test(cipher)
}

/** BSI TR-02102-2 and ETSI TS 119 312: RSA from 2048 bits, the curves of NIST, the Edwards curves. */
function isStrong({ type, bits, curve }: KeyFacts): boolean {
  if (type === 'rsa' || type === 'rsa-pss') return (bits ?? 0) >= RSA_BITS_MIN
  if (type === 'ec') return CURVES.includes(curve ?? '')
  return EDWARDS.includes(type)
}

const nameOf = ({ type, bits, curve }: KeyFacts) => `${type.toUpperCase()} ${bits ?? curve ?? ''}`.trim()
const daysTo = (instant: string, now: Date) => (Date.parse(instant) - now.getTime()) / DAY_MILLIS
/** A notification goes from program to program: only what a browser opens can be downgraded. */
const isForBrowsers = ({ uses, protocol }: EndpointFacts) =>
  protocol !== null && uses.some((use) => use !== 'notification')

type Rule = (facts: EndpointFacts, now: Date) => Finding['detail'] | null
export type KeyFacts = { type: string; bits: number | null; curve: string | null }
/** What is kept of a look from outside. Instants are ISO 8601; null: not seen. */
export type EndpointFacts = {
  uses: readonly PlaceUse[]
  protocol: string | null
  cipher: string | null
  takesOldTls: boolean | null
  chainFault: string | null
  nameFits: boolean | null
  notBefore: string | null
  notAfter: string | null
  key: KeyFacts | null
  signature: string | null
  hstsSeconds: number | null
}
export type PlaceUse = 'redirect' | 'site' | 'notification' | 'signature'
