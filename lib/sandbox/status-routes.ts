import 'server-only'
import { readFileSync } from 'node:fs'
import type { Context, Hono } from 'hono'
import { env } from '@/lib/env'
import { answerOcsp, tryLater } from '@/lib/sandbox/answer-ocsp'
import { publishDue } from '@/lib/sandbox/ensure-trust-service'
import { findSandboxAuthority } from '@/lib/sandbox/practice-authorities'
import { mustBeOperator, readOrder } from '@/lib/sandbox/read-order'
import { type Authority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signRevocationList } from '@/lib/sandbox/sign-revocation-list'
import { readStatement } from '@/lib/sandbox/sign-statement'
import { signXml } from '@/lib/sandbox/sign-xml'
import { readSwitches, SWITCHES, turnSwitches } from '@/lib/sandbox/switches'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'
import { trustedListXml } from '@/lib/sandbox/trusted-list-xml'

const LIST_VALID_MS = 3_600_000
const OCSP_REQUEST_BYTES_MAX = 4096
const OCSP_RESPONSE = { 'content-type': 'application/ocsp-response' }

// The defaults of the whole would turn what a call leaves out.
const SWITCH_CHANGES = SWITCHES.extend({
  publishingDelayMinutes: SWITCHES.shape.publishingDelayMinutes.unwrap().optional(),
  responder: SWITCHES.shape.responder.unwrap().optional(),
})

/** What the world may ask about certificates: responder, lists, the trusted list; and the switches of who runs all this. */
export function addStatusRoutes(app: Hono, folder: string): void {
  const respond = async (c: Context, request: Uint8Array | null) => {
    const { responder } = readSwitches(folder)
    if (responder === 'silent') return silent(c)
    const body = responder === 'try-later' ? tryLater() : null
    const answer =
      body ?? (await answerOcsp({ folder, request: request ?? new Uint8Array(), now: new Date() }))
    return c.body(new Uint8Array(answer), 200, OCSP_RESPONSE)
  }
  app.post('/ocsp', async (c) => {
    if (c.req.header('content-type') !== 'application/ocsp-request')
      throw new TrustRefusal('malformed', 'Send an OCSP request, as content-type: application/ocsp-request.')
    const request = new Uint8Array(await c.req.arrayBuffer())
    return await respond(c, request.length > OCSP_REQUEST_BYTES_MAX ? null : request)
  })
  // RFC 6960 A.1: base64, percent-encoded; its slashes may come as they are.
  app.get(
    '/ocsp/*',
    async (c) => await respond(c, fromPath(new URL(c.req.url).pathname.slice('/ocsp/'.length))),
  )
  app.get('/crl/:file', async (c) => {
    if (readSwitches(folder).responder !== 'answers') return silent(c)
    const authority = await authorityOf(folder, c.req.param('file'), '.crl')
    const list = await signRevocationList({ folder, authority, now: new Date(), validMs: LIST_VALID_MS })
    return c.body(new Uint8Array(list), 200, { 'content-type': 'application/pkix-crl' })
  })
  app.get('/ca/:file', async (c) => {
    const { certificate } = await authorityOf(folder, c.req.param('file'), '.cer')
    return c.body(certificate.rawData, 200, { 'content-type': 'application/pkix-cert' })
  })
  // The CA to practise with whose responder never answers.
  app.all('/silent/*', silent)

  app.get('/trusted-list.json', async (c) => {
    await publishDue(folder, new Date())
    const list = readFileSync(sandboxPaths(folder).trustedList, 'utf8')
    return c.body(list, 200, { 'content-type': 'application/jose+json' })
  })
  app.get('/trusted-list.xml', async (c) => {
    await publishDue(folder, new Date())
    const list = trustedListXml(readStatement(sandboxPaths(folder).trustedList), env.SANDBOX_TRUST_ORIGIN)
    return c.body(signXml(folder, list), 200, { 'content-type': 'application/vnd.etsi.tsl+xml' })
  })
  app.get('/trusted-list', async (c) => {
    await publishDue(folder, new Date())
    const {
      content,
      thumbprint: _,
      ...head
    } = readStatement(sandboxPaths(folder).trustedList) ?? { content: {} }
    return c.json({ ...head, ...content })
  })

  app.get('/switches', (c) => c.json(readSwitches(folder)))
  app.put('/switches', async (c) => {
    mustBeOperator(c, folder)
    const { value } = await readOrder(c, SWITCH_CHANGES)
    const now = new Date()
    const switches = await turnSwitches({ folder, now, ...value })
    await publishDue(folder, now)
    return c.json(switches)
  })
}

async function authorityOf(folder: string, file: string, ending: string): Promise<Authority> {
  const authority = file.endsWith(ending)
    ? await findSandboxAuthority(folder, file.slice(0, -ending.length))
    : null
  if (authority) return authority
  throw new TrustRefusal('unknown', `There is no ${file}: ask for root${ending} or issuing${ending}.`)
}

function fromPath(text: string): Uint8Array | null {
  try {
    const base64 = decodeURIComponent(text)
    return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? new Uint8Array(Buffer.from(base64, 'base64')) : null
  } catch {
    return null
  }
}

function silent(c: Context): Response {
  return c.json({ error: 'silent', message: 'This source of revocation data is switched off.' }, 503)
}
