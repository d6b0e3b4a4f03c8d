import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { type Answer, ask, shakes } from './ask'

const PAGES = ['/', '/sign-in', '/help', '/status', '/verify', '/accessibility', '/nowhere-at-all']
const EVIL = 'https://evil.example'

/**
 * What is expected of the running pages, a line each: our own table after OWASP's Secure Headers Project, ASVS 5.0 (3.3, 3.4, 4.1, 12.1,
 * 13.4) and its cheat sheets. `find` returns what is wrong, one sentence each. It asks what anybody can ask; it signs in nowhere.
 */
export const EXPECTATIONS: readonly Expectation[] = [
  ...(
    [
      ['x-content-type-options', /^nosniff$/],
      ['x-frame-options', /^DENY$/],
      ['referrer-policy', /^(no-referrer|same-origin|strict-origin)$/],
      ['cross-origin-opener-policy', /^same-origin$/],
      ['cross-origin-resource-policy', /^same-origin$/],
      ['permissions-policy', /camera=\(\)/],
      ['cache-control', /no-store/],
    ] as const
  ).map(([name, wanted]) => ({
    what: `every page has ${name} ${wanted.source}`,
    find: onPages(({ headers }) =>
      wanted.test(String(headers[name] ?? '')) ? null : `${headers[name] ?? 'absent'}`,
    ),
  })),
  {
    what: 'https says that it stays https for a year at least',
    find: onPages(({ headers }, origin) => {
      const age = Number(/max-age=(\d+)/.exec(String(headers['strict-transport-security']))?.[1] ?? 0)
      return !origin.startsWith('https:') || age >= 31_536_000 ? null : `max-age ${age}`
    }),
  },
  {
    what: 'the content security policy has no weakness that csp_evaluator calls high or medium',
    find: onPages(weakPolicy),
  },
  {
    what: 'nothing says what it is made of',
    find: onPages(
      ({ headers }) =>
        [headers.server, headers['x-powered-by']].find((one) => one !== undefined)?.toString() ?? null,
    ),
  },
  {
    what: 'no page is for the scripts of another site',
    find: onPages(({ headers }) => headers['access-control-allow-origin']?.toString() ?? null, {
      origin: EVIL,
    }),
  },
  {
    what: 'each cookie is HttpOnly, SameSite and, over https, Secure with the __Host- prefix',
    find: onPages(
      ({ headers }, origin) => headers['set-cookie']?.find((one) => !isTight(one, origin)) ?? null,
    ),
  },
  {
    what: 'a page is got and nothing else',
    find: each(['TRACE', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'POST'], async (method, { origin }) => {
      const { status } = await ask(origin, { path: '/help', method })
      return status === 405 ? null : `${method} is answered with ${status}`
    }),
  },
  {
    what: 'what is not for strangers is not there',
    find: each(
      [
        '/metrics',
        '/healthz/ready',
        '/.env',
        '/.git/config',
        '/package.json',
        '/_next/image?url=%2Fmark.svg&w=64&q=75',
      ],
      async (path, { origin }) => {
        const { status } = await ask(origin, { path })
        return [400, 404].includes(status) ? null : `${path} is answered with ${status}`
      },
    ),
  },
  {
    what: 'scripts come without their sources',
    find: async ({ origin }) => {
      const { body } = await ask(origin, { path: '/sign-in' })
      const scripts = [
        ...new Set([...body.matchAll(/\/_next\/static\/[^"'\\ ]+\.js/g)].map(([path]) => path)),
      ]
      if (scripts.length === 0) return ['the page names no script: nothing could be looked at']
      const found = await Promise.all(scripts.map((path) => ask(origin, { path: `${path}.map` })))
      return found.filter(({ status }) => status === 200).map(({ path }) => path)
    },
  },
  {
    what: 'addresses are made of the configuration, whatever Host says',
    find: each(['host', 'x-forwarded-host', 'forwarded'], async (header, { origin }) => {
      const headers = { [header]: header === 'forwarded' ? 'host=evil.example' : 'evil.example' }
      const { body } = await ask(origin, { path: '/.well-known/openid-configuration', headers })
      return body.includes('evil.example') ? `${header} is believed` : null
    }),
  },
  {
    what: 'nobody is led to another site',
    find: each(['//evil.example', EVIL, '/\\evil.example'], async (next, { origin }) => {
      const found = await ask(origin, { path: `/language?next=${encodeURIComponent(next)}` })
      return /evil/.test(String(found.headers.location ?? ''))
        ? `next=${next} leads to ${found.headers.location}`
        : null
    }),
  },
  {
    what: 'what goes wrong is told without its insides',
    find: each(
      ['/interaction/%', '/permissions/%ED%A0%80', '/oauth/authorize?x=%00', '/xs2a/v1/%ff'],
      async (path, { origin }) => {
        const { body, status } = await ask(origin, { path })
        if (status >= 500) return `${path} is answered with ${status}`
        return /\n\s+at |node_modules|\.ts:\d|select .* from /i.test(body)
          ? `${path} shows its insides`
          : null
      },
    ),
  },
  {
    what: 'third parties are met over TLS 1.2 and 1.3 alone, with ciphers of ECDHE and AES-GCM',
    find: async ({ mtls }) => {
      if (mtls === null) return []
      const weak = 'ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:AES128-GCM-SHA256:AES128-SHA:@SECLEVEL=0'
      const wrong = [
        ...((await shakes(mtls, 'TLSv1')) ? ['TLS 1.0 is spoken'] : []),
        ...((await shakes(mtls, 'TLSv1.1')) ? ['TLS 1.1 is spoken'] : []),
        ...((await shakes(mtls, 'TLSv1.2', weak)) ? ['a weak cipher is taken'] : []),
        ...((await shakes(mtls, 'TLSv1.3', 'TLS_AES_256_GCM_SHA384')) ? [] : ['TLS 1.3 is not spoken']),
      ]
      const { status } = await ask(mtls, { path: '/xs2a/v1/accounts' })
      return status === 401 ? wrong : [...wrong, `without a certificate the answer is ${status}`]
    },
  },
]

function onPages(look: Look, headers: Record<string, string> = {}): Expectation['find'] {
  return each(PAGES, async (path, { origin }) => {
    const found = await ask(origin, { path, headers })
    const wrong = look(found, origin)
    return wrong === null ? null : `${path}: ${wrong}`
  })
}

function each(
  of: readonly string[],
  look: (one: string, place: Place) => Promise<string | null>,
): Expectation['find'] {
  return async (place) =>
    (await Promise.all(of.map((one) => look(one, place)))).filter((wrong) => wrong !== null)
}

function weakPolicy({ headers }: Answer): string | null {
  const policy = headers['content-security-policy']
  if (typeof policy !== 'string') return 'there is none'
  const found = new CspEvaluator(new CspParser(policy).csp).evaluate()
  const weak = found.filter(({ severity }) => severity === Severity.HIGH || severity === Severity.MEDIUM)
  return weak.length === 0
    ? null
    : weak.map(({ directive, description }) => `${directive}: ${description}`).join('; ')
}

function isTight(cookie: string, origin: string): boolean {
  const flags = /;\s*httponly/i.test(cookie) && /;\s*samesite=(lax|strict)/i.test(cookie)
  return (
    flags && (!origin.startsWith('https:') || (/;\s*secure/i.test(cookie) && cookie.startsWith('__Host-')))
  )
}

export type Place = { origin: string; mtls: string | null }
type Look = (found: Answer, origin: string) => string | null
type Expectation = { what: string; find: (place: Place) => Promise<string[]> }
