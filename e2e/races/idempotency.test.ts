import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { dirname, join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { idempotentAnswers } from '@/db/schema/idempotent-answers'
import { env } from '@/lib/env'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { twoServers } from './start-server'

// xs2a.md 1.4, INV-04: two server processes on one database, and one request that arrives many times at once.

const ROUNDS = 50
const USES = 8
const TPP = 'PSDNL-DNB-RACES'
const folder = dirname(env.TRUST_ANCHORS)
const body = (frequencyPerDay = 4) =>
  JSON.stringify({
    access: { accounts: [], balances: [] },
    recurringIndicator: true,
    validUntil: '9999-12-31',
    frequencyPerDay,
    combinedServiceIndicator: false,
  })

let agent: Agent

beforeAll(async () => {
  await ensureSandboxPki(folder)
  const out = join(folder, 'racer')
  await issueTppCertificates({ folder, out, organizationIdentifier: TPP, name: 'Racer', roles: ['PSP_AI'] })
  const [cert, key, ca] = [join(out, 'qwac.pem'), join(out, 'qwac.key'), join(folder, 'root.pem')].map(
    (path) => readFileSync(path),
  )
  agent = new Agent({ keepAlive: true, cert, key, ca })
})
// They listen with the certificates that were just made.
const ports = twoServers('e2e/races/xs2a-server.ts')
beforeAll(() => send(0, { id: randomUUID() }))
afterAll(() => agent.destroy())

test('the same request makes one consent, and everybody hears of that one', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const before = await countConsents()
    const id = randomUUID()
    const answers = await Promise.all(Array.from({ length: USES }, (_, use) => send(use, { id })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect((await countConsents()) - before).toBe(1)
  }
})

test('of different requests with one id one is served, and every other is refused', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const before = await countConsents()
    const id = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: USES }, (_, use) => send(use, { id, content: body(use + 1) })),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([201, ...Array.from({ length: USES - 1 }, () => 400)])
    expect((await countConsents()) - before).toBe(1)
  }
})

test('one DELETE ends, its repetitions hear the same', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const made = await send(round, { id: randomUUID() })
    const { consentId } = JSON.parse(made.text)
    const id = randomUUID()
    const ending = { id, method: 'DELETE', path: `/${consentId}`, content: '' }
    const answers = await Promise.all(Array.from({ length: USES }, (_, use) => send(use, ending)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: USES }, () => 204))
    const kept = await database().select().from(idempotentAnswers).where(eq(idempotentAnswers.requestId, id))
    expect(kept).toHaveLength(1)
  }
})

const countConsents = async () =>
  (await database().select({ id: consents.id }).from(consents).where(eq(consents.tppId, TPP))).length

/** Every other one to the other process. */
function send(use: number, { id, method = 'POST', path = '', content = body() }: Sent) {
  const type = content && { 'content-type': 'application/json' }
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const req = request(
      {
        host: 'localhost',
        port: ports[use % ports.length],
        path: `/xs2a/v1/consents${path}`,
        method,
        agent,
        headers: { 'x-request-id': id, 'psu-ip-address': '192.0.2.1', ...type },
      },
      (res) => {
        let text = ''
        res.on('data', (chunk) => {
          text += chunk
        })
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text }))
      },
    )
    req.on('error', reject)
    req.end(content)
  })
}

type Sent = { id: string; method?: string; path?: string; content?: string }
