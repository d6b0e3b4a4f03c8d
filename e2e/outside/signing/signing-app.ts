import { createHash, sign, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { importJWK, SignJWT } from 'jose'
import { z } from 'zod'
import type { CertificateKeeper } from './keep-certificates'
import { type HeldCertificate, isGood, type KeyStore, type Use } from './key-store'
import { TrustServiceSaidNo } from './trust-service'

/**
 * What a third party's programs may ask of the holder of its keys, and nobody without the secret: seals, client assertions, and the QWAC with
 * its key, because Node's TLS needs that key in its own process. No other private key ever leaves.
 */
export function signingApp({ secret, store, keeper, now }: SigningApp): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    const [, given = ''] = /^Bearer ([\w-]+)$/.exec(c.req.header('authorization') ?? '') ?? []
    if (!timingSafeEqual(digest(given), digest(secret))) return c.json({ error: 'not_authorised' }, 401)
    await next()
    c.header('cache-control', 'no-store')
    return
  })
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX }))

  /** Orders at once what is missing: after an outage of the trust service nobody has to wait for the next hour. */
  const current = async (use: Use): Promise<HeldCertificate> => {
    if (!store.current(use, now())) await keeper.keep()
    const held = store.current(use, now())
    if (!held) throw new Error(`There is no certificate for ${use}`)
    return held
  }

  app.get('/certificates', (c) => {
    const isCurrent = ({ use, serial }: HeldCertificate) => store.current(use, now())?.serial === serial
    const certificates = store.all().map((held) => ({ ...shown(held), isCurrent: isCurrent(held) }))
    return c.json({ certificates })
  })
  app.get('/certificates/web', async (c) => {
    const held = await current('web')
    const etag = `"${held.serial}"`
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    return c.json({ ...shown(held), key: held.key }, 200, { etag })
  })
  app.get('/certificates/eseal', async (c) => c.json(shown(await current('eseal'))))

  app.post('/seals', async (c) => {
    const asked = Sealing.safeParse(await c.req.json().catch(() => null))
    if (!asked.success) return c.json({ error: 'malformed' }, 400)
    const held = store.find(asked.data.serial)
    if (held?.use !== 'eseal') return c.json({ error: 'unknown' }, 404)
    if (!isGood(held, now())) return c.json({ error: 'ended' }, 409)
    return c.json({ signature: sign('sha256', Buffer.from(asked.data.text), held.key).toString('base64') })
  })

  app.get('/jwks', (c) => {
    const { kty, crv, x, y, kid } = store.assertion
    return c.json({ keys: [{ kty, crv, x, y, kid, use: 'sig', alg: 'ES256' }] })
  })
  // Made here and not only signed: who can ask for assertions gets nothing else out of this key.
  app.post('/assertions', async (c) => {
    const asked = Asserting.safeParse(await c.req.json().catch(() => null))
    if (!asked.success) return c.json({ error: 'malformed' }, 400)
    const { clientId, audience } = asked.data
    const at = Math.floor(now().getTime() / 1_000)
    const assertion = await new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: store.assertion.kid })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(audience)
      .setIssuedAt(at)
      .setNotBefore(at)
      .setExpirationTime(at + ASSERTION_SECONDS)
      .sign(await importJWK(store.assertion, 'ES256'))
    return c.json({ assertion })
  })

  app.post('/renewals', async (c) => {
    await keeper.renewNow()
    return c.json({ current: [shown(await current('web')), shown(await current('eseal'))] }, 201)
  })
  app.post('/revocations', async (c) => {
    const asked = Revoking.safeParse(await c.req.json().catch(() => null))
    if (!asked.success) return c.json({ error: 'malformed' }, 400)
    const held = store.find(asked.data.serial)
    if (!held) return c.json({ error: 'unknown' }, 404)
    if (store.current(held.use, now())?.serial === held.serial)
      return c.json({ error: 'in_use', message: 'Renew first: POST /renewals.' }, 409)
    await keeper.revoke(held)
    return c.json({ revoked: held.serial })
  })

  app.notFound((c) => c.json({ error: 'unknown' }, 404))
  app.onError((error, c) => {
    console.error(error)
    const isTheirs = error instanceof TrustServiceSaidNo
    return c.json({ error: isTheirs ? 'trust_service_said_no' : 'failed', message: error.message }, 502)
  })
  return app
}

const BODY_BYTES_MAX = 16 * 1_024
const ASSERTION_SECONDS = 60

const Sealing = z.strictObject({ serial: z.string(), text: z.string().min(1).max(8_192) })
const Asserting = z.strictObject({ clientId: z.string().min(1).max(200), audience: z.url().max(500) })
const Revoking = z.strictObject({ serial: z.string() })

function shown({ use, serial, certificate, chain, endsAt, revokedAt }: HeldCertificate) {
  return { use, serial, certificate, chain, endsAt, revokedAt }
}

function digest(text: string) {
  return createHash('sha256').update(text).digest()
}

type SigningApp = { secret: string; store: KeyStore; keeper: CertificateKeeper; now: () => Date }
