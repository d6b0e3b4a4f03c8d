import type { Answer } from './call'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import { type Faults, tally } from './report'
import type { Person, World } from './world'

/** No operation has so many; a sweep that comes here counts something that never ends. */
const STATEMENTS_MAX = 200
/** Fewer would mean that the proxy counts nothing. */
const STATEMENTS_MIN = 4

/**
 * FLT-01: an instance is killed after each statement that one operation sends, the first, the second, and so on until the
 * operation is through; its answer to that statement never arrives. Then the operation is tried again with the same key on
 * another instance, and must come to its one outcome. `every`: only each so-manieth statement. Nothing in the product is marked:
 * whatever is awaited is swept.
 */
export async function sweepStatements(world: World, op: Operation, { every = 1 } = {}): Promise<Faults> {
  const { prepare, isOutcome } = OPERATIONS[op]
  let [nth, survived, next] = [0, 0, world.start(false)]
  const outcomes: string[] = []
  let isThrough = false
  while (!isThrough && nth < STATEMENTS_MAX) {
    nth += every
    const doomed = await next
    next = world.start(false)
    // Through the others as long as nothing is to fail.
    let at = world.instances[nth % 2] as Instance
    const person =
      op === 'erase' ? await world.newPerson() : (world.people[nth % world.people.length] as Person)
    const run = await prepare(journeyOf(world, person, () => at))
    const reached = doomed.proxy.holdAnswer((seen) => seen === nth).then(() => doomed.kill())
    at = doomed
    const ran = run(() => {
      at = world.instances[nth % 2] as Instance
    })
    const first = await Promise.race([
      reached.then(() => 'killed' as const),
      ran.then(() => 'through' as const),
    ])
    const answer = await ran
    isThrough = first === 'through'
    if (isThrough) await doomed.kill()
    if (isThrough && !isOutcome(answer)) throw new Error(`${op}, which nothing disturbed: ${answer?.status}`)
    if (isThrough) continue
    outcomes.push(answer?.code ?? String(answer?.status))
    if (isOutcome(answer)) survived += 1
    else console.log(`  ${op}: after statement ${nth}: ${answer?.status} ${answer?.text}`)
  }
  await (await next).kill()
  if (nth < STATEMENTS_MIN || nth >= STATEMENTS_MAX) throw new Error(`${op} had ${nth} statements`)
  const seen = `through after ${outcomes.length} kills; tried again elsewhere: ${tally(outcomes)}`
  return { tried: outcomes.length, survived, seen }
}

const good = (answer: Answer | null) => answer?.status === 200

/**
 * Each is prepared, and then run: first at the instance that is to die, and after `elsewhere` at another. A code whose exchange
 * was interrupted may be spent: then its grant is dead (RFC 6749, 4.1.2), and the checker finds no token of it.
 */
const OPERATIONS = {
  allow: {
    prepare: async (journey: Journey) => {
      const consentId = (await journey.create()) ?? ''
      const page = await opened(journey, consentId)
      const { input, hash } = await journey.signed(page)
      if (!input) throw new Error('The page could not be opened')
      return async (elsewhere: () => void) => {
        const once = await journey.allowOnce(consentId, input, hash)
        elsewhere()
        return once.status === 200 ? once : journey.decide(consentId, page, 'allow')
      }
    },
    isOutcome: (answer: Answer | null) => good(answer) || answer?.code === 'already_decided',
  },
  stop: {
    prepare: async (journey: Journey) => {
      const { consentId } = await journey.connected()
      return (elsewhere: () => void) => journey.stop(consentId, elsewhere)
    },
    isOutcome: good,
  },
  delete: {
    prepare: async (journey: Journey) => {
      const { consentId } = await journey.connected()
      return (elsewhere: () => void) => journey.remove(consentId, elsewhere)
    },
    isOutcome: (answer: Answer | null) => answer?.status === 204,
  },
  token: {
    prepare: async (journey: Journey) => {
      const consentId = (await journey.create()) ?? ''
      const page = await opened(journey, consentId)
      await journey.decide(consentId, page, 'allow')
      const code = (await journey.codeOf(page)) ?? ''
      return (elsewhere: () => void) => journey.exchange(consentId, page, code, elsewhere)
    },
    isOutcome: (answer: Answer | null) => good(answer) || answer?.code === 'invalid_grant',
  },
  erase: {
    prepare: async (journey: Journey) => {
      await journey.stop((await journey.connected()).consentId)
      return (elsewhere: () => void) => journey.erase(elsewhere)
    },
    isOutcome: good,
  },
}

async function opened(journey: Journey, consentId: string) {
  const page = await journey.openPage(consentId)
  if (!page) throw new Error('No page was opened')
  return page
}

type Operation = keyof typeof OPERATIONS
type Journey = ReturnType<typeof journeyOf>
