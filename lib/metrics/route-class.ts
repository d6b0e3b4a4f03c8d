/**
 * Which kind of request an address is, as a metric may say it. What a stranger writes into a path never becomes a label: an
 * address that no line below names is `other`, so that the number of series has an end.
 */
export function routeClass(url: string): RouteClass {
  const path = url.split('?', 1)[0] ?? ''
  const [, first = '', second = '', third = ''] = path.split('/')
  if (first === 'xs2a') return { door: 'xs2a', route: known(XS2A, third) }
  if (first === 'oauth') return { door: 'oauth', route: known(OAUTH, second) }
  if (first === '.well-known') return { door: 'oauth', route: 'discovery' }
  if (first === 'certificate') return { door: 'xs2a', route: 'certificate' }
  if (first === '_next') return { door: 'pages', route: 'files' }
  return { door: 'pages', route: first === '' ? 'home' : known(PAGES, first) }
}

function known(names: readonly string[], name: string): string {
  return names.includes(name) ? name : 'other'
}

/** Below `/xs2a/v1` and `/xs2a/v2`. */
export const XS2A = [
  'accounts',
  'card-accounts',
  'consents',
  'data-removals',
  'events',
  'funds-confirmations',
  'payments',
] as const

export const OAUTH = ['authorize', 'introspection', 'jwks', 'par', 'register', 'revocation', 'token'] as const

/** The folders of `app`; a test compares them. */
export const PAGES = [
  'accessibility',
  'activate',
  'activity',
  'away',
  'developer',
  'help',
  'interaction',
  'language',
  'notices',
  'pay',
  'payments',
  'people',
  'permissions',
  'privacy',
  'problem',
  'recover',
  'removals',
  'security',
  'sign-in',
  'sign-out',
  'staff',
  'status',
  'stop',
  'theme',
  'verify',
] as const

export const DOORS = ['xs2a', 'oauth', 'pages'] as const
export type Door = (typeof DOORS)[number]
export type RouteClass = { door: Door; route: string }
