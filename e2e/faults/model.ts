import {
  type AsyncCommand,
  assert,
  asyncModelRun,
  asyncProperty,
  commands,
  constantFrom,
  nat,
  record,
} from 'fast-check'
import type { Instance } from './instances'
import { journeyOf, type Tokens } from './journey'
import { type Faults, tally } from './report'
import type { World } from './world'

const RUNS = 25
const COMMANDS_MAX = 30
const AGREED = 4
const ERASURES_A_DAY = 3
/** For making what failed smaller: the list of faults goes on. */
const SHRINKING_MILLIS = 60_000

/**
 * Draws sequences of what a customer, a third party, the bank and an operator may do, carries each out over HTTP, and compares every
 * answer with a model of a few lines; after each sequence `check` says what is broken that was not before. What fails is made
 * smaller and printed with its seed.
 */
export async function runModel(world: World, { seed, check }: RunModel): Promise<Faults> {
  let [runs, sound, failedAt] = [0, 0, 0]
  const done: string[] = []
  const step = record({ does: constantFrom(...NAMES), which: nat(3), place: nat(1) })
  const drawn = commands([step.map((one) => commandOf(one, () => done.push(one.does)))], {
    maxCommands: COMMANDS_MAX,
    size: 'max',
  })
  const property = asyncProperty(drawn, async (all) => {
    if (failedAt > 0 && performance.now() > failedAt + SHRINKING_MILLIS) return
    if (failedAt === 0) runs += 1
    try {
      const person = await world.newPerson()
      let nth = 0
      const journey = journeyOf(world, person, () => world.instances[nth++ % 2] as Instance)
      await asyncModelRun(() => ({ model: [], real: { world, journey, held: [], erasures: 0 } }), all)
      const broken = await check()
      if (broken.length > 0) throw new Error(broken.join('; '))
      if (failedAt === 0) sound += 1
    } catch (thrown) {
      failedAt ||= performance.now()
      throw thrown
    }
  })
  await assert(property, { seed, numRuns: RUNS }).catch((thrown) => console.log(String(thrown)))
  const seen = `${done.length} steps, checked after each of ${runs} sequences: ${tally(done)}`
  return { tried: RUNS, survived: sound, seen }
}

type RunModel = { seed: number; check: () => Promise<string[]> }
/** A consent as it must be: its status, and how often it was read without the customer. */
type Modelled = { status: 'received' | 'valid' | 'over'; reads: number }
type Real = {
  erasures: number
  world: World
  journey: ReturnType<typeof journeyOf>
  held: { consentId: string; page: Page | null; tokens: Tokens | null }[]
}
type Page = NonNullable<Awaited<ReturnType<ReturnType<typeof journeyOf>['openPage']>>>
type Held = Real['held'][number]

/** What each does, from which statuses, and what it makes of the model; it throws where the bank's answer is another. */
const STEPS: Record<
  string,
  { from?: readonly Modelled['status'][]; run: (context: Context) => Promise<void> }
> = {
  create: {
    run: async ({ model, real }) => {
      const consentId = await real.journey.create()
      if (!consentId) throw new Error('No consent was made')
      real.held.push({ consentId, page: await real.journey.openPage(consentId), tokens: null })
      model.push({ status: 'received', reads: 0 })
    },
  },
  allow: {
    from: ['received'],
    run: async ({ model, one, held, real: { journey } }) => {
      if (!held.page) throw new Error('No page was opened')
      expectStatus('allow', [200], await journey.decide(held.consentId, held.page, 'allow'))
      const code = await journey.codeOf(held.page)
      held.tokens = code === null ? null : await journey.token(held.consentId, held.page, code)
      if (!held.tokens) throw new Error('No tokens were given')
      // A newer one takes the place of an older one of the same third party.
      for (const other of model) if (other.status === 'valid') other.status = 'over'
      one.status = 'valid'
    },
  },
  refuse: {
    from: ['received'],
    run: async ({ one, held, real: { journey } }) => {
      if (!held.page) throw new Error('No page was opened')
      expectStatus('refuse', [200], await journey.decide(held.consentId, held.page, 'refuse'))
      one.status = 'over'
    },
  },
  read: {
    from: ['valid', 'over'],
    run: async ({ one, held, real: { journey } }) => {
      if (!held.tokens) return
      const expected = one.status === 'over' ? [401] : one.reads < AGREED ? [200] : [429]
      expectStatus('read', expected, await journey.read(held.consentId, held.tokens, false))
      if (one.status === 'valid') one.reads += 1
    },
  },
  readPresent: {
    from: ['valid', 'over'],
    run: async ({ one, held, real: { journey } }) => {
      if (!held.tokens) return
      const expected = one.status === 'over' ? [401] : [200]
      expectStatus('read while present', expected, await journey.read(held.consentId, held.tokens, true))
    },
  },
  refresh: {
    from: ['valid', 'over'],
    run: async ({ one, held, real: { journey } }) => {
      if (!held.tokens) return
      const tokens = await journey.refresh(held.consentId, held.tokens)
      if ((tokens !== null) !== (one.status === 'valid')) throw new Error(`refresh: ${tokens !== null}`)
      held.tokens = tokens ?? held.tokens
    },
  },
  stop: {
    from: ['valid', 'over'],
    run: async ({ one, held, real: { journey } }) => {
      // One that was refused before anybody signed in is nobody's to stop.
      if (!held.tokens) return
      expectStatus('stop', [200], await journey.stop(held.consentId))
      one.status = 'over'
    },
  },
  stopByBank: {
    from: ['valid', 'over'],
    run: async ({ one, held, real: { journey } }) => {
      if (!held.tokens) return
      expectStatus('stop by the bank', [200], await journey.stopByStaff(held.consentId))
      one.status = 'over'
    },
  },
  erase: {
    run: async ({ real }) => {
      real.erasures += 1
      expectStatus('erase', [real.erasures > ERASURES_A_DAY ? 409 : 200], await real.journey.erase())
    },
  },
  remove: {
    from: ['received', 'valid', 'over'],
    run: async ({ one, held, real: { journey } }) => {
      expectStatus('delete', [204], await journey.remove(held.consentId))
      one.status = 'over'
    },
  },
  restart: { run: async ({ real, place }) => void (await real.world.replace(place, async () => undefined)) },
  rotate: {
    run: async ({ real: { world }, place }) => {
      const instance = world.instances[place] as Instance
      expectStatus('rotate', [200], await world.calls.browser(instance, '/customer/rotate', { body: {} }))
    },
  },
}
/** Drawn more often: what a permission lives by. */
const OFTEN = { create: 3, allow: 6, read: 6, readPresent: 2, refresh: 3 } as Record<string, number>
const NAMES = Object.keys(STEPS).flatMap((name) => Array<string>(OFTEN[name] ?? 1).fill(name))

/** Of the consents that are as the step wants them, `which` chooses one. */
function commandOf({ does, which, place }: Drawn, count: () => void): AsyncCommand<Modelled[], Real> {
  const step = STEPS[does]
  const chosen = (model: readonly Modelled[]) => {
    const fitting = [...model.keys()].filter((nth) => step?.from?.includes(model[nth]?.status ?? 'over'))
    return fitting[which % fitting.length]
  }
  return {
    check: (model) => step?.from === undefined || chosen(model) !== undefined,
    run: async (model, real) => {
      count()
      const nth = chosen(model) ?? -1
      const none = {
        one: { status: 'over', reads: 0 },
        held: { consentId: '', page: null, tokens: null },
      } as const
      const [one, held] = [model[nth] ?? { ...none.one }, real.held[nth] ?? { ...none.held }]
      await step?.run({ model, real, one, held, place })
    },
    toString: () => `${does}(${which}, ${place})`,
  }
}

function expectStatus(
  what: string,
  expected: readonly number[],
  answer: { status: number | null; code: string | null } | null,
) {
  if (!answer || answer.status === null || !expected.includes(answer.status))
    throw new Error(`${what}: ${answer?.status} ${answer?.code} where ${expected} must be`)
}

type Drawn = { does: string; which: number; place: number }
type Context = { model: Modelled[]; real: Real; one: Modelled; held: Held; place: number }
