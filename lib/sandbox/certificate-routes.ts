import 'server-only'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { identityOf, type RegisterEntry, readIssued, readRegister } from '@/lib/sandbox/certificate-register'
import { getInstitution, rolesNow } from '@/lib/sandbox/institutions'
import { issueBadCertificate } from '@/lib/sandbox/issue-bad-certificate'
import {
  HOSTS,
  type IssuedCertificate,
  issueCertificates,
  type Order,
} from '@/lib/sandbox/issue-certificates'
import { readJournal } from '@/lib/sandbox/journal'
import { PRESETS, type PresetName } from '@/lib/sandbox/presets'
import { bearerOf, callingAuthority, parseOrder, readOrder } from '@/lib/sandbox/read-order'
import { RENEWAL, renewCertificate } from '@/lib/sandbox/renew-certificate'
import {
  AUTHORITY_REVOCATION,
  REVOCATION,
  revokeByAuthority,
  revokeByHolder,
} from '@/lib/sandbox/revoke-certificates'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

const PEM_CHAIN = 'application/pem-certificate-chain'
const USE = z.enum(['web', 'eseal'])
const ORDER = z.strictObject({
  institution: z.string(),
  orders: z
    .array(z.strictObject({ use: USE, csr: z.string().optional() }))
    .min(1)
    .max(2)
    .default([{ use: 'web' }, { use: 'eseal' }]),
  hosts: HOSTS,
})
const REQUEST_QUERY = z.strictObject({ institution: z.string(), use: USE, host: HOSTS })
const OF_INSTITUTION = z.strictObject({ institution: z.string().optional() })
const PRACTICE = z.strictObject({ institution: z.string().default('PSDNL-DNB-PRACTICE') })
const LISTED_MAX = 500

/** The QTSP's side: orders, renewals, revocations, and bad certificates to practise with. */
export function addCertificateRoutes(app: Hono, folder: string): void {
  app.post('/certificates', async (c) => {
    const { institution, orders, hosts } = await readCertificateOrder(c)
    const issued = await issueCertificates({ folder, institution, orders, hosts, now: new Date() })
    return answerIssued(c, issued)
  })
  app.get('/certificates', (c) => {
    const { institution } = parseOrder(c.req.query(), OF_INSTITUTION)
    const id = institution && identityOf(institution)
    const entries = readRegister(folder).filter(
      (entry) => !id || identityOf(entry.organizationIdentifier) === id,
    )
    return c.json({ certificates: entries.slice(-LISTED_MAX).reverse().map(toView) })
  })
  app.get('/certificates/:serial', (c) => {
    const entry = readRegister(folder).find(({ serial }) => serial === c.req.param('serial'))
    if (!entry)
      throw new TrustRefusal(
        'unknown',
        'No certificate of this serial number was issued here: GET /certificates.',
      )
    return c.json({ ...toView(entry), pem: readIssued(folder, entry.serial) })
  })
  app.post('/renewals', async (c) => {
    const { body, value: renewal } = await readOrder(c, RENEWAL)
    const signature = c.req.header('proof-of-key') ?? null
    return answerIssued(c, [await renewCertificate({ folder, body, signature, renewal, now: new Date() })])
  })
  app.post('/revocations', async (c) => {
    const now = new Date()
    if (bearerOf(c) !== null) {
      const by = callingAuthority(c, folder)
      const { value: revocation } = await readOrder(c, AUTHORITY_REVOCATION)
      return c.json({ revoked: await revokeByAuthority({ folder, by, now, revocation }) })
    }
    const { body, value: revocation } = await readOrder(c, REVOCATION)
    const signature = c.req.header('proof-of-key') ?? null
    return c.json({ revoked: await revokeByHolder({ folder, body, signature, now, revocation }) })
  })

  app.get('/presets', (c) =>
    c.json({ presets: Object.entries(PRESETS).map(([name, { reason }]) => ({ name, reason })) }),
  )
  app.post('/presets/:name', async (c) => {
    const { value } = await readOrder(c, PRACTICE)
    const preset = c.req.param('name')
    if (!isPreset(preset))
      throw new TrustRefusal('unknown', `There is no preset ${preset}: GET /presets lists them.`)
    const institution = getInstitution(folder, value.institution)
    const { id: organizationIdentifier, name } = institution
    const roles = rolesNow(institution)
    const issued = await issueBadCertificate({ folder, preset, organizationIdentifier, name, roles })
    const { serial, certificatePem: certificate, keyPem: key, chainPem: chain } = issued
    return c.json({ preset, reason: PRESETS[preset].reason, serial, certificate, key, chain }, 201)
  })
  app.get('/journal', (c) => {
    const { institution } = parseOrder(c.req.query(), OF_INSTITUTION)
    const id = institution && identityOf(institution)
    const lines = readJournal(folder).filter((line) => !id || line.institution === id)
    return c.json({ journal: lines.slice(0, LISTED_MAX) })
  })
}

async function readCertificateOrder(
  c: Context,
): Promise<{ institution: string; orders: Order[]; hosts: string[] }> {
  if (c.req.header('content-type') !== 'application/pkcs10') {
    const { value } = await readOrder(c, ORDER)
    const orders = value.orders.map(({ use, csr }) => ({ use, request: csr }))
    return { ...value, orders }
  }
  const { host = [], ...query } = c.req.queries()
  const single = Object.entries(query).map(([name, values]) => [
    name,
    values.length === 1 ? values[0] : values,
  ])
  const { institution, use, host: hosts } = parseOrder({ ...Object.fromEntries(single), host }, REQUEST_QUERY)
  const bytes = Buffer.from(await c.req.arrayBuffer())
  const request = bytes.includes('-----BEGIN') ? bytes.toString('latin1') : new Uint8Array(bytes)
  return { institution, orders: [{ use, request }], hosts }
}

/** JSON, or, where the caller asks for it, the certificates as one PEM file: leaf, then its CA. */
function answerIssued(c: Context, issued: readonly IssuedCertificate[]): Response {
  const wantsPem = c.req.header('accept')?.includes(PEM_CHAIN) ?? false
  const [only, ...more] = issued
  if (wantsPem && only && more.length === 0 && only.keyPem === null)
    return c.body(only.pem + only.chainPem, 201, { 'content-type': PEM_CHAIN })
  const certificates = issued.map(({ serial, use, pem, keyPem, chainPem }) => ({
    serial,
    use,
    certificate: pem,
    ...(keyPem !== null && { key: keyPem }),
    chain: chainPem,
  }))
  return c.json({ certificates }, 201)
}

function toView({ organizationIdentifier, key: _key, publishFrom, ...entry }: RegisterEntry) {
  return { institution: organizationIdentifier, ...entry, publishedFrom: publishFrom }
}

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name)
}
