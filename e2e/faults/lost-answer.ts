import type { Answer } from './call'
import type { Instance } from './instances'
import { type Journey, journeyOf } from './journey'
import { type Faults, tally } from './report'
import type { Person, World } from './world'

/** No operation commits so often. */
const COMMITS_MAX = 20

/**
 * FLT-06: the connection to the database is cut after each commit that an operation makes, the first, the second and so on until it
 * has no more: it stands, and the instance never hears so. Tried again under the same key it has its one outcome, and nothing is
 * there twice. A read commits by itself, with the statement that writes the access log.
 */
export async function loseAnswers(world: World): Promise<Faults> {
  let survived = 0
  const outcomes: string[] = []
  const instance = await world.start(false)
  for (const [name, { prepare, commits: isCommit, isOutcome }] of Object.entries(OPERATIONS)) {
    let isCut = true
    for (let nth = 1; isCut; nth += 1) {
      if (nth > COMMITS_MAX) throw new Error(`${name} commits without end`)
      let at = world.instances[0] as Instance
      const person = world.people[nth % world.people.length] as Person
      const run = await prepare(journeyOf(world, person, () => at))
      let commits = 0
      isCut = false
      const reached = instance.proxy.holdAnswer((_, text) => isCommit.test(text) && ++commits === nth)
      void reached.then(() => {
        isCut = true
        instance.proxy.cut()
      })
      at = instance
      const answer = await run()
      instance.proxy.passAll()
      if (!isCut && nth === 1) throw new Error(`${name} committed nothing`)
      if (!isCut) continue
      outcomes.push(`${name} ${answer.code ?? answer.status}`)
      if (isOutcome(answer)) survived += 1
      else console.log(`FLT-06 ${name}: ${answer.status} ${answer.text}`)
    }
  }
  await instance.kill()
  const { rows } = await world.owner.query<{ doubled: number }>(
    `select count(*)::int as doubled from (select type, request_id from audit_events where request_id is not null
       and type in ('consent.received', 'consent.approved', 'consent.revoked', 'consent.terminated')
     group by type, request_id having count(*) > 1) d`,
  )
  const doubled = rows[0]?.doubled ?? 0
  const seen = `tried again: ${tally(outcomes)}; ${doubled} doubled`
  return { tried: outcomes.length, survived: doubled === 0 ? survived : 0, seen }
}

const COMMIT = /^commit/i
const isGood = ({ status }: Answer) => status !== null && status < 300

const OPERATIONS: Record<string, Operation> = {
  create: { commits: COMMIT, isOutcome: isGood, prepare: async (journey) => journey.createOnce },
  allow: {
    commits: COMMIT,
    isOutcome: (answer) => isGood(answer) || answer.code === 'already_decided',
    prepare: async (journey) => {
      const consentId = (await journey.create()) ?? ''
      const page = await journey.openPage(consentId)
      if (!page) throw new Error('No page was opened')
      return async () => (await journey.decide(consentId, page, 'allow')) ?? NO_ANSWER
    },
  },
  read: {
    commits: /access_log/i,
    isOutcome: isGood,
    prepare: async (journey) => {
      const { consentId, tokens } = await journey.connected()
      return () => journey.read(consentId, tokens, true)
    },
  },
  stop: {
    commits: COMMIT,
    isOutcome: isGood,
    prepare: async (journey) => {
      const { consentId } = await journey.connected()
      return () => journey.stop(consentId)
    },
  },
  delete: {
    commits: COMMIT,
    isOutcome: isGood,
    prepare: async (journey) => {
      const { consentId } = await journey.connected()
      return () => journey.remove(consentId)
    },
  },
}

const NO_ANSWER: Answer = { status: null, headers: {}, text: '', json: {}, code: null }

/** `commits`: which statements commit. */
type Operation = {
  commits: RegExp
  isOutcome: (answer: Answer) => boolean
  prepare: (journey: Journey) => Promise<() => Promise<Answer>>
}
