import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { trailOrigin } from '@/lib/trail/checkpoint-keys'
import { folderWitness } from '@/lib/trail/folder-witness'
import { makeCheckpoint } from '@/lib/trail/make-checkpoint'
import { tellWitnesses } from '@/lib/trail/tell-witnesses'
import { checkHistory } from './check-history'
import { STATE_CHECKS } from './check-state'
import { checkTrail } from './check-trail'
import { DOCTORED } from './doctored'
import type { Call } from './history'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import { judgeKills } from './judge-kills'
import { killAtRandom } from './kill-at-random'
import { chance } from './report'
import { settle } from './settle'
import { sweepStatements } from './sweep-statements'
import { openWorld, type World } from './world'

// A short part of `npm run test:faults`, which docs/reliability.md tells of, and that its checkers can fail.

const [sinkPort = 0] = await vi.hoisted(async () => (await import('@/e2e/fixtures/free-port')).listPlaces(1))
const SETTLED_WITHIN_MILLIS = 240_000
let world: World
let consentId: string

beforeAll(async () => {
  const { pathname } = new URL(process.env.DATABASE_URL ?? '')
  const ownerUrl = Object.assign(new URL(inject('postgres').superuserUrl), { pathname }).href
  world = await openWorld({ ownerUrl, sinkPort, customers: 3 })
})
afterAll(() => world.close())

const isOf =
  (op: Call['op'], status?: number) =>
  (call: Call): boolean =>
    call.op === op && call.consentId === consentId && (status === undefined || call.status === status)

const check = ({ calls, told } = { calls: world.history.calls, told: world.sink.told }) =>
  checkHistory({ calls, told, owner: world.owner, settled: true })

test('an instance that is killed in the middle of a stop, or of anything, leaves nothing half done and nothing untold', async () => {
  const killed = await killAtRandom(world, { kills: 2, random: chance(7) })
  const swept = await sweepStatements(world, 'stop', { every: 8 })
  expect(await settle(world, SETTLED_WITHIN_MILLIS)).toBe(true)
  expect(await check()).toEqual([])
  expect([killed.survived, swept.survived]).toEqual([killed.tried, swept.tried])
  // Otherwise it had only looked at a bank that refuses everything.
  for (const op of ['create', 'allow', 'token', 'stop'])
    expect(world.history.calls.some((call) => call.op === op && isGood(call))).toBe(true)
})

describe('of each invariant a fault is reported, put into what was seen of a bank without one', () => {
  beforeAll(async () => {
    let nth = 0
    const at = () => world.instances[nth++ % 2] as Instance
    const journey = journeyOf(world, await world.newPerson(), at)
    const { consentId: id, tokens } = await journey.connected()
    consentId = id
    for (let read = 0; read < 5; read += 1) await journey.read(id, tokens)
    const refreshed = await journey.refresh(id, tokens)
    await journey.stop(id)
    await journey.read(id, refreshed ?? tokens, true)
    await journey.erase()
    // Whose token there is to put where it must not be.
    await journeyOf(world, await world.newPerson(), at).connected()
    await settle(world, SETTLED_WITHIN_MILLIS)
    expect(await check()).toEqual([])
  })

  test.each(DOCTORED)('$fault', async ({ found: [invariant, words], doctor }) => {
    const { owner, history, sink } = world
    const evidence = { calls: history.calls.map((call) => ({ ...call })), told: [...sink.told] }
    await owner.query('begin')
    try {
      await owner.query('set local session_replication_role = replica')
      await doctor({ ...evidence, owner, consentId, of: isOf })
      const reported = await check(evidence)
      expect(reported).toContainEqual({ invariant, text: expect.stringMatching(words) })
    } finally {
      await owner.query('rollback')
    }
  })

  test('and there is none that no fault could break', () => {
    const shown = ({ what }: { what: string }) => DOCTORED.some(({ found: [, words] }) => words.test(what))
    expect(STATE_CHECKS.filter((one) => !shown(one))).toEqual([])
  })

  describe('the trail (INV-05)', () => {
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'placet-faults-'))
      expect((await checkTrail(folder)).broken).toEqual([])
    })
    afterAll(() => rm(folder, { recursive: true }))

    test('a row that was changed after a witness had seen it', async () => {
      const { broken } = await checkTrail(folder, async (exported) => {
        const file = join(exported, 'trail.jsonl')
        await writeFile(file, (await readFile(file, 'utf8')).replace('consent.revoked', 'consent.expired'))
      })
      expect(broken).toEqual([{ invariant: 'INV-05', text: expect.stringMatching(/ALTERED/) }])
    })

    test('and none where an instance tells the witness more meanwhile', async () => {
      const at = () => world.instances[0] as Instance
      const { broken } = await checkTrail(folder, async () => {
        await journeyOf(world, await world.newPerson(), at).create()
        await makeCheckpoint()
        await tellWitnesses([folderWitness(folder, trailOrigin())])
      })
      expect(broken).toEqual([])
    })
  })
})

describe('a kill is not survived', () => {
  const call = { op: 'stop', key: 'k', consentId: 'c', code: null, start: 1, end: 2, by: 7 } as const
  const killed = [{ pid: 7, signal: 'SIGKILL' }]
  test('while a step that it cut off was never answered', () => {
    const cut = { ...call, status: null }
    expect(judgeKills([cut, { ...call, by: 8, status: 503 }], killed).survived).toBe(0)
    expect(judgeKills([cut, { ...call, by: 8, status: 200 }], killed).survived).toBe(1)
  })
  test('by a process that did not die of it', () => {
    expect(judgeKills([], [{ pid: 7, signal: null }])).toMatchObject({ tried: 1, survived: 0 })
  })
})

const isGood = ({ status }: Call) => status !== null && status < 300
