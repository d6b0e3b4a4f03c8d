import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '@/e2e/fixtures/free-port'
import { givenConsent, givenPsu } from '@/e2e/fixtures/given-consent'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'

const TPP = 'PSDNL-DNB-GRACE'
const BANK = new URL('../../e2e/fixtures/bank-process.ts', import.meta.url)
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})

test('told to end, a server says first that it is not ready; what is under way is answered, and no other begins', async () => {
  const [port, management] = [await freePort(), await freePort()]
  const bank = await open(port, management)
  const ready = () => fetch(`http://127.0.0.1:${management}/healthz/ready`).then(({ status }) => status)
  expect(await ready()).toBe(200)
  const tpp = await tppWithQwac(TPP)
  const psuId = await givenPsu()
  const { consentId } = await givenConsent({ tppId: TPP, psuId, accounts: [] })
  const read = () => tpp.call(`/v1/consents/${consentId}/status`, { port })
  expect(await read()).toMatchObject({ status: 200 })

  const owner = new Client(process.env.DATABASE_OWNER_URL)
  await owner.connect()
  await owner.query('begin; lock table consents in access exclusive mode')
  const [underWay, ended] = [read(), once(bank, 'exit')]
  // The jobs of a minute that begins now may wait beside it.
  await expect.poll(() => waiting(owner)).toBeGreaterThan(0)
  bank.kill('SIGTERM')
  await expect.poll(ready, { interval: 10 }).toBe(503)
  // Who was sent here by a balancer that has not heard it yet is still let in.
  expect(await isOpen(port)).toBe(true)
  await expect.poll(() => isOpen(port)).toBe(false)
  await owner.query('commit')
  await owner.end()
  expect(await underWay).toMatchObject({ status: 200, json: { consentStatus: 'valid' } })

  // The third party keeps its connection open: that alone holds up nothing.
  expect((await ended)[0]).toBe(143)
})

async function open(port: number, management: number): Promise<ChildProcess> {
  const bank = fork(BANK, {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
    env: {
      ...process.env,
      MTLS_ORIGIN: `https://localhost:${port}`,
      MANAGEMENT_PORT: String(management),
      SHUTDOWN_NOTICE_SECONDS: '2',
    },
  })
  running.push(bank)
  const [said] = await Promise.race([once(bank, 'message'), once(bank, 'exit')])
  expect(said).toBe('open')
  return bank
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: 'localhost', port }, () => {
      socket.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })
}

async function waiting(owner: Client): Promise<number> {
  const { rows } = await owner.query(
    `select count(*)::int as waiting from pg_locks where relation = 'consents'::regclass and not granted`,
  )
  return rows[0].waiting
}
