import 'server-only'
import Provider from 'oidc-provider'
import { isUnavailable } from '@/db/unavailable'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { countRefusal } from '@/lib/metrics/count-refusal'
import { loadSigningKeys, signingKeysVersion } from '@/lib/signing/signing-keys'
import { configureProvider } from './configuration'
import { doorSecrets } from './door-secrets'
import { explainError } from './explain-error'
import { tellGrantedScope } from './granted-scope'
import { interactionIdOf } from './interaction-id'
import { measureJourney } from './measure-journey'
import { SOON_SECONDS } from './unavailable'

/** A running server looks this often whether the signing keys were rotated. */
const LOOK_MILLIS = 3_000

/**
 * The authorization server of this process, built at the first call and built anew when the signing keys change. All
 * its state is in the database, so a request that is under way ends on the old one unharmed. It lives on `globalThis`:
 * Next loads this module twice, and there must be one provider.
 */
export async function oauthProvider(): Promise<Provider> {
  const known = await registry[held]?.catch(() => undefined)
  if (known && known.lookAgainAt > performance.now()) return known.provider
  if (known) {
    known.lookAgainAt = performance.now() + LOOK_MILLIS
    if (known.version === (await signingKeysVersion())) return known.provider
    registry[held] = undefined
  }
  registry[held] ??= build()
  return (await registry[held]).provider
}

async function build(): Promise<Built> {
  const [signingKeys, secrets] = await Promise.all([loadSigningKeys(), doorSecrets()])
  const version = await signingKeysVersion()
  const provider = new Provider(env.PUBLIC_ORIGIN, configureProvider({ signingKeys, ...secrets }))
  believeOnlyOurselves(provider)
  provider.use(tellUnavailable)
  provider.use(trimDiscovery)
  provider.use(tellGrantedScope)
  listen(provider)
  return { provider, version, lookAgainAt: performance.now() + LOOK_MILLIS }
}

/** Host and scheme come from headers that handle-oauth has set from the configuration, whatever the socket is. */
function believeOnlyOurselves(provider: Provider): void {
  provider.proxy = true
  // Koa calls every request on a TLS socket https, which on the listener need not be the issuer's scheme.
  Object.defineProperty(provider.request, 'protocol', {
    get(this: Provider['request']) {
      return this.get('x-forwarded-proto')
    },
  })
}

/** The library knows every fault that is not its own as `server_error` with 500; a database that is away comes back (FLT-03). */
const tellUnavailable: Parameters<Provider['use']>[0] = async (ctx, next) => {
  await next()
  if (ctx.status !== 500 || !withoutDatabase.has(ctx.req)) return
  ctx.status = 503
  ctx.set('retry-after', String(SOON_SECONDS))
  if (typeof ctx.body === 'object' && ctx.body !== null && 'error' in ctx.body)
    ctx.body = { ...ctx.body, error: 'temporarily_unavailable' }
}

const withoutDatabase = new WeakSet<object>()

/** The library names response modes that no client of this server may use. */
const trimDiscovery: Parameters<Provider['use']>[0] = async (ctx, next) => {
  await next()
  if (!ctx.path.startsWith('/.well-known/') || typeof ctx.body !== 'object' || ctx.body === null) return
  ctx.body = { ...ctx.body, response_modes_supported: ['query'] }
}

/** The one place where an unexpected error of this door is logged, with the id that the caller was given. */
function listen(provider: Provider): void {
  provider.on('server_error', (ctx, thrown) => {
    if (isUnavailable(thrown)) withoutDatabase.add(ctx.req)
    log.error({ err: thrown, requestId: interactionIdOf(ctx.req), route: ctx.oidc?.route }, 'OAuth failed')
  })
  // Koa would print it; what goes wrong before a route is found lands here.
  provider.onerror = (thrown) => log.error({ err: thrown }, 'OAuth failed')
  provider.on('grant.error', explainError)
  provider.on('pushed_authorization_request.error', explainError)
  provider.on('grant.error', count)
  provider.on('authorization.error', count)
  provider.on('introspection.error', count)
  provider.on('revocation.error', count)
  provider.on('pushed_authorization_request.error', count)
  provider.on('authorization.success', (ctx) => {
    const uid = ctx.oidc.entities.Interaction?.uid
    if (uid) void measureJourney({ uid }, 'codeAt')
  })
  provider.on('access_token.saved', ({ grantId }) => {
    if (grantId) void measureJourney({ grantId }, 'tokenAt')
  })
}

const count = (_ctx: unknown, { error }: { error: string }) => countRefusal('oauth', error)

const held = Symbol.for('placet.oauth-provider')
const registry = globalThis as { [held]?: Promise<Built> | undefined }

type Built = { provider: Provider; version: string; lookAgainAt: number }
