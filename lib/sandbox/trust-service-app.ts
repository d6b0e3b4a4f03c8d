import 'server-only'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { log } from '@/lib/log'
import { addCertificateRoutes } from '@/lib/sandbox/certificate-routes'
import { addRegisterRoutes } from '@/lib/sandbox/register-routes'
import { addStatusRoutes } from '@/lib/sandbox/status-routes'
import { TRUST_STATUS, TrustRefusal } from '@/lib/sandbox/trust-refusal'

const BODY_BYTES_MAX = 32_768
/** With any port: OpenSSL names none. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

const PLACES = {
  'GET /register/institutions': 'the register of payment institutions (?authority=NL-DNB, ?status=active)',
  'GET /register/institutions/{id}': 'one of them, by its organizationIdentifier, percent-encoded',
  'GET /register/snapshot.json': 'all of it as a signed statement for banks (flattened JWS)',
  'POST /register/institutions':
    "add one, with the authority's token: name, roles, brands, authorisationNumber",
  'POST /register/institutions/{id}/withdraw': 'withdraw the authorisation, or {"role"}: its authority alone',
  'POST /register/institutions/{id}/restore': 'give it back',
  'POST /certificates': 'order a QWAC and a QSealC: {"institution"}, or an application/pkcs10 request',
  'GET /certificates': 'what was issued (?institution=PSD…); /certificates/{serial} is one of them',
  'POST /renewals': "renew by a request that the old certificate's key signs (Proof-Of-Key)",
  'POST /revocations': "revoke: by the certificate's key (Proof-Of-Key), or by the authority (token)",
  'GET /presets': 'bad certificates to practise with; POST /presets/{name} issues one',
  'GET /journal': 'who did what (?institution=PSD…)',
  'GET /switches': 'publishing delay and responder; PUT with the token of the operator',
  'GET /trusted-list.json':
    'the trusted list, signed (flattened JWS); /trusted-list shows what it says, /trusted-list.xml as ETSI TS 119 612',
  'POST /ocsp': 'OCSP (RFC 6960); GET /ocsp/{base64}, too',
  'GET /crl/{ca}.crl': 'revocation lists: root, issuing',
  'GET /ca/{ca}.cer': 'certificates of the CAs: root, issuing',
} as const

/**
 * The sandbox's trust service and authorities over HTTP, as outside parties meet them. Every "no" is JSON: `error`, and a
 * `message` that says what to do. Only for loopback.
 */
export function trustServiceApp({ folder, origin }: TrustServiceApp): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    // A page elsewhere can lead its own name here (DNS rebinding), and can post across sites: neither is a caller.
    if (!LOOPBACK.test(c.req.header('host') ?? 'localhost'))
      return c.json({ error: 'wrong_host', message: `Call ${origin}.` }, 421)
    const site = c.req.header('sec-fetch-site') ?? 'none'
    if (c.req.method !== 'GET' && !['none', 'same-origin'].includes(site))
      return c.json({ error: 'cross_site', message: 'Pages of other sites may not call this.' }, 403)
    await next()
    c.header('cache-control', 'no-store')
    c.header('x-content-type-options', 'nosniff')
    return
  })
  app.use(
    bodyLimit({
      maxSize: BODY_BYTES_MAX,
      onError: () => {
        throw new TrustRefusal('too_large', `A body may have ${BODY_BYTES_MAX} bytes.`)
      },
    }),
  )
  app.get('/', (c) => c.json({ name: 'Placet sandbox: trust service and authorities', places: PLACES }))
  addRegisterRoutes(app, folder)
  addCertificateRoutes(app, folder)
  addStatusRoutes(app, folder)
  app.notFound((c) =>
    c.json(
      { error: 'unknown', message: `There is no ${c.req.method} ${c.req.path}: GET / lists what there is.` },
      404,
    ),
  )
  app.onError((thrown, c) => {
    if (thrown instanceof TrustRefusal)
      return c.json({ error: thrown.code, message: thrown.message }, TRUST_STATUS[thrown.code])
    log.error({ err: thrown }, 'The trust service failed')
    return c.json({ error: 'failed', message: 'The fault is here; the log of the program says which.' }, 500)
  })
  return app
}

type TrustServiceApp = { folder: string; origin: string }
