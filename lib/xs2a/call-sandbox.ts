import 'server-only'
import { randomUUID, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env } from '@/lib/env'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { vetCaller } from '@/lib/tpp/vet-caller'
import { answerCall } from './answer-call'
import type { Xs2aAnswer } from './call'
import { ROUTES } from './routes'

const CONSOLE = { organizationIdentifier: 'PSDNL-DNB-CONSOLE', name: 'Sandbox console' }

/**
 * Makes one call of the interface as a third party of the sandbox, the console of the reference page, with a real
 * certificate that is vetted like any other; through the door itself, so that nothing leaves the house. Only lines of
 * the table, and only in a sandbox: null otherwise.
 */
export async function callSandbox({
  operationId,
  path,
  query,
  headers,
  body,
}: SandboxCall): Promise<SandboxAnswer | null> {
  const route = ROUTES.find((line) => line.operationId === operationId)
  if (!env.SANDBOX || !route) return null
  const filled = route.path.replace(/\{([^}]+)\}/g, (_, name) => encodeURIComponent(path[name] || 'missing'))
  const search = new URLSearchParams(query).toString()
  const sent = new Map<string, string>(Object.entries({ 'X-Request-ID': randomUUID(), ...headers }))
  if (route.body) sent.set('Content-Type', 'application/json')
  const byName = new Map([...sent].map(([name, value]) => [name.toLowerCase(), value]))
  const bytes = Buffer.from(route.body ? body : '')
  const answer = await answerCall(
    {
      method: route.method,
      path: filled,
      search,
      header: (name) => byName.get(name),
      repeated: [],
      readBody: async (limit) => (bytes.length > limit ? null : bytes),
    },
    await vetCaller({ der: await certificate(), address: '127.0.0.1', through: 'listener' }),
  )
  const line = `${route.method} /xs2a${filled}${search && `?${search}`}`
  return { request: [line, ...[...sent].map(([name, value]) => `${name}: ${hidden(name, value)}`)], answer }
}

/** A token on a page would be in its picture and its print. */
const hidden = (name: string, value: string) => (name === 'Authorization' ? `${value.slice(0, 12)}…` : value)

/** Issued by the sandbox's own trust service when first asked for, and again when it is about to end. */
async function certificate(): Promise<Buffer> {
  // The sandbox's folder is where its trust anchors are, where the bank reads them from files.
  const folder = env.TRUST_ANCHORS ? dirname(env.TRUST_ANCHORS) : join(env.PLACET_HOME, 'sandbox')
  const out = join(folder, 'tpp', 'console')
  const file = join(out, 'qwac.pem')
  const known = existsSync(/* turbopackIgnore: true */ file) ? read(file) : null
  if (known && Date.parse(known.validTo) > Date.now() + 86_400_000) return known.raw
  await issueTppCertificates({ folder, out, roles: ['PSP_AI', 'PSP_IC'], ...CONSOLE })
  return read(file).raw
}

const read = (file: string) => new X509Certificate(readFileSync(/* turbopackIgnore: true */ file))

type SandboxCall = {
  operationId: string
  path: Record<string, string>
  query: Record<string, string>
  headers: Record<string, string>
  body: string
}
export type SandboxAnswer = { request: string[]; answer: Xs2aAnswer }
