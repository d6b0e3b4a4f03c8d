import { importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { CLIENT_AUTHENTICATION_METHODS } from '@/db/schema/applications'
import { env } from '@/lib/env'
import { isAtBank } from '@/lib/tpp/at-bank'
import { readPlainText } from '@/lib/tpp/plain-name'
import type { Registration } from '@/lib/tpp/register-application'
import { hasWebAddress } from '@/lib/tpp/web-address-in'
import { publicKey } from './client-key'
import { dataRemovalEndpoint } from './data-removal-endpoint'
import { eventDelivery, toEventColumns } from './event-delivery'

const REDIRECTS_MAX = 20
const KEYS_MAX = 10
const PURPOSES_MAX = 10
const NAME_LENGTH_MAX = 60
const PURPOSE_LENGTH_MAX = 140
const URI_LENGTH_MAX = 500
const NO_ADDRESS =
  'must not hold a web address: the bank mails it to customers, and mail programs make a link of it. Write the name without it (put a space after a dot within), and your site into client_uri'

/** What would make the bank fetch from, or trust, an address that a third party names; and what to do instead. */
const REFUSED: Record<string, string> = {
  jwks_uri: 'Send the keys themselves in jwks. To change them, register again.',
  request_uris: 'Push the request to the PAR endpoint instead.',
  sector_identifier_uri: 'Leave it out: subjects are per third party, whatever its hosts.',
  logo_uri: 'Leave it out: the bank shows no logos from outside.',
  initiate_login_uri: 'Leave it out: the bank starts no sign-in at a third party.',
  backchannel_logout_uri: 'Leave it out: the bank ends sessions by itself.',
  backchannel_client_notification_endpoint: 'Leave it out: decoupled authentication is not offered.',
  client_secret: 'Leave it out: authenticate by private_key_jwt or tls_client_auth.',
  software_statement: 'Leave it out: the certificate of this call is the proof.',
}

const ALGORITHMS = { RSA: 'PS256', EC: 'ES256', OKP: 'EdDSA' } as const

/** RFC 7591: what is neither known nor dangerous is ignored. */
const METADATA = z.object({
  redirect_uris: z.array(webAddress()).min(1).max(REDIRECTS_MAX),
  token_endpoint_auth_method: z.enum(CLIENT_AUTHENTICATION_METHODS),
  jwks: z.object({ keys: z.array(publicKey).min(1).max(KEYS_MAX) }).optional(),
  client_name: plainText(NAME_LENGTH_MAX).optional(),
  client_uri: webAddress().optional(),
  notification_uri: z
    .url({ protocol: /^https$/ })
    .max(URI_LENGTH_MAX)
    .optional(),
  purposes: z.array(plainText(PURPOSE_LENGTH_MAX)).max(PURPOSES_MAX).default([]),
  data_removal_endpoint: dataRemovalEndpoint.optional(),
  event_delivery: eventDelivery.optional(),
  rotates_refresh_tokens: z.boolean().default(false),
  response_types: z.array(z.literal('code', 'the only response type is code')).optional(),
  grant_types: z
    .array(
      z.enum(['authorization_code', 'refresh_token'], 'allowed are authorization_code and refresh_token'),
    )
    .optional(),
})

/** Reads a registration, or says in RFC 7591's words what is wrong with it and what to do. */
export async function readRegistration(given: unknown): Promise<ReadRegistration> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return fault('invalid_client_metadata', 'Send one JSON object.')
  const dangerous = Object.keys(given).find((name) => Object.hasOwn(REFUSED, name))
  if (dangerous)
    return fault('invalid_client_metadata', `${dangerous} is not accepted. ${REFUSED[dangerous]}`)
  const parsed = METADATA.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = issue?.path.map(String).join('.') ?? ''
    const error = path.startsWith('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata'
    return fault(error, `${path}: ${issue?.message}`)
  }
  const { jwks, ...metadata } = parsed.data
  const byKey = metadata.token_endpoint_auth_method === 'private_key_jwt'
  if (byKey && !jwks) return fault('invalid_client_metadata', 'jwks: private_key_jwt needs the public keys.')
  const kids = jwks?.keys.map(({ kid }) => kid) ?? []
  if (new Set(kids).size < kids.length)
    return fault('invalid_client_metadata', 'jwks: each key needs a kid of its own.')
  for (const key of jwks?.keys ?? [])
    if (!(await isUsable(key)))
      return fault('invalid_client_metadata', 'jwks: a key cannot be read. Export it anew and send it whole.')
  return {
    registration: {
      brand: metadata.client_name ?? null,
      clientUri: metadata.client_uri ?? null,
      notificationUri: metadata.notification_uri ?? null,
      redirectUris: [...new Set(metadata.redirect_uris)],
      jwks: jwks ?? null,
      authenticationMethod: metadata.token_endpoint_auth_method,
      rotatesRefreshTokens: metadata.rotates_refresh_tokens ? 'yes' : 'no',
      purposes: metadata.purposes,
      dataRemovalEndpoint: metadata.data_removal_endpoint ?? null,
      ...toEventColumns(metadata.event_delivery),
    },
  }
}

/** A key with the right members may still be none: a point that is not on its curve fails at the first signature. */
async function isUsable(key: JWK & { kty: keyof typeof ALGORITHMS }): Promise<boolean> {
  return importJWK(key, ALGORITHMS[key.kty]).then(
    () => true,
    () => false,
  )
}

/** Compared as a string later (RFC 9700, 4.1.3), so it must already be written the one way a browser would write it. */
function problemOfRedirect(uri: string): string | null {
  const url = URL.parse(uri)
  if (!url || !/^[\x21-\x7e]+$/.test(uri)) return 'must be an absolute URI'
  if (uri.includes('#')) return 'must not have a fragment (RFC 6749, 3.1.2)'
  if (url.username || url.password) return 'must not carry a user name'
  if (url.hostname.includes('*') || uri.includes('\\'))
    return 'must not contain a wildcard host or a backslash'
  // Only the slash of a bare origin may be left out.
  if (url.href !== uri && url.href !== `${uri}/`) return `must be written as ${url.href}`
  if (isAtBank(url)) return 'must be an address of yours, not of the bank'
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'https:' || (env.SANDBOX && loopback && url.protocol === 'http:')) return null
  return env.SANDBOX ? 'must be https, or http on loopback' : 'must be https'
}

function webAddress() {
  return z
    .string()
    .max(URI_LENGTH_MAX)
    .superRefine((uri, context) => {
      const message = problemOfRedirect(uri)
      if (message) context.addIssue({ code: 'custom', message })
    })
}

function plainText(lengthMax: number) {
  return z.string().transform((given, context) => {
    const read = readPlainText(given, lengthMax)
    const problem = 'problem' in read ? read.problem : hasWebAddress(read.text) ? NO_ADDRESS : null
    if ('text' in read && problem === null) return read.text
    context.addIssue({ code: 'custom', message: problem ?? NO_ADDRESS })
    return z.NEVER
  })
}

function fault(error: RegistrationFault['error'], text: string): RegistrationFault {
  return { error, text }
}

type ReadRegistration = { registration: Registration } | RegistrationFault
export type RegistrationFault = { error: 'invalid_client_metadata' | 'invalid_redirect_uri'; text: string }
