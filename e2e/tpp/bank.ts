import type { JWK } from 'jose'
import * as client from 'openid-client'
import type { Call } from '../outside/record-call'
import type { SigningServer } from '../outside/signing-client'
import type { Wire } from '../outside/wire'
import { JwkSet, Registered } from './bank-answers'
import type { Config } from './config'
import { DATA_REMOVAL_PATH } from './take-data-removal'
import { EVENTS_PATH } from './take-event'

/**
 * The bank as this program knows it: found by discovery and registered with at the first use. `open` gives
 * what one piece of work needs, with its calls recorded into `calls`; it rejects while the bank cannot be
 * reached, and tries again the next time.
 */
export function bankAt({ config, signing, dpopKey, wire }: BankAt): Bank {
  let acquaintance: Promise<Acquaintance> | null = null
  const settings = (calls: Call[], { server, clientId }: Known) => {
    const oauth = new client.Configuration(
      server,
      clientId,
      { use_mtls_endpoint_aliases: true },
      assertedBy(signing),
    )
    oauth[client.customFetch] = wire(calls)
    if (isPlain(config.bank.issuer)) client.allowInsecureRequests(oauth)
    return oauth
  }
  const meet = async (): Promise<Acquaintance> => {
    const server = await discover({ config, wire })
    const clientId = await register({ config, signing, wire, server })
    return { server, clientId, dpop: client.getDPoPHandle(settings([], { server, clientId }), dpopKey) }
  }
  return {
    async open(calls) {
      acquaintance ??= meet().catch((error) => {
        acquaintance = null
        throw error
      })
      const known = await acquaintance
      const { dpop, server } = known
      const keys = () => fetchKeys(wire([]), server)
      const { xs2a } = config.bank
      return { oauth: settings(calls, known), dpop, fetch: wire(calls), xs2a, signing, keys }
    },
  }
}

async function discover({ config, wire }: Pick<BankAt, 'config' | 'wire'>) {
  const found = await client.discovery(
    new URL(config.bank.issuer),
    'not-registered-yet',
    undefined,
    client.None(),
    {
      algorithm: 'oauth2',
      [client.customFetch]: wire([]),
      execute: isPlain(config.bank.issuer) ? [client.allowInsecureRequests] : [],
    },
  )
  const { supportsPKCE: _, ...server } = found.serverMetadata()
  return server
}

/** RFC 7591 over mutual TLS. The bank answers the same registration twice with the same client, so each start may ask. */
async function register({ config, signing, wire, server }: Register) {
  const endpoint =
    server.mtls_endpoint_aliases?.registration_endpoint ?? new URL('/oauth/register', config.bank.xs2a).href
  const response = await wire([])(endpoint, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_name: config.brand,
      client_uri: config.origin,
      redirect_uris: [`${config.origin}/callback`],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: await signing.jwks(),
      purposes: ['Budget overview'],
      ...(config.notificationOrigin && {
        data_removal_endpoint: `${config.notificationOrigin}${DATA_REMOVAL_PATH}`,
        event_delivery: {
          method: 'urn:ietf:rfc:8935',
          endpoint_url: `${config.notificationOrigin}${EVENTS_PATH}`,
        },
      }),
    }),
  })
  const answer = await response.text()
  if (!response.ok)
    throw new Error(`The bank refused our registration with ${response.status}: ${answer.slice(0, 300)}`)
  return Registered.parse(JSON.parse(answer)).client_id
}

/** `private_key_jwt` (RFC 7523) with a key that is not here: the assertion comes from the signing server. */
function assertedBy(signing: SigningServer): client.ClientAuth {
  return async (server, { client_id }, body) => {
    body.set('client_id', client_id)
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    body.set('client_assertion', await signing.assertion(client_id, server.issuer))
  }
}

/** Asked anew for each use: a demonstration has few notifications, and a bank rotates its keys. */
async function fetchKeys(fetch: client.CustomFetch, { jwks_uri }: client.ServerMetadata): Promise<JWK[]> {
  if (!jwks_uri) return []
  const response = await fetch(jwks_uri, { method: 'GET', redirect: 'manual', headers: {}, body: undefined })
  return JwkSet.parse(await response.json()).keys
}

function isPlain(issuer: string) {
  return issuer.startsWith('http:')
}

type BankAt = { config: Config; signing: SigningServer; dpopKey: CryptoKeyPair; wire: Wire }
type Register = Omit<BankAt, 'dpopKey'> & { server: client.ServerMetadata }
type Known = { server: client.ServerMetadata; clientId: string }
type Acquaintance = Known & { dpop: client.DPoPHandle }

export type Bank = { open(calls: Call[]): Promise<OpenBank> }

export type OpenBank = {
  oauth: client.Configuration
  dpop: client.DPoPHandle
  fetch: client.CustomFetch
  xs2a: string
  signing: SigningServer
  /** The keys with which the bank signs. */
  keys: () => Promise<JWK[]>
}
