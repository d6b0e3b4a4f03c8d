import { setTimeout as pause } from 'node:timers/promises'
import type { Answer } from './call'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import type { World } from './world'

/** Customers whose third party reads all the time, at both instances; `end` gives every answer with when it came. */
export async function startLoad(world: World, { readers = 6, pauseMillis = 10 } = {}) {
  const answers: Answered[] = []
  let isOn = true
  const people = world.people.slice(0, readers)
  const ready = await Promise.all(
    people.map(async (person, index) => {
      let at = world.instances[index % 2] as Instance
      const journey = journeyOf(world, person, () => at, { tries: 1 })
      const connecting = journeyOf(world, person, () => at)
      const made = await connecting.connect()
      if (!made?.tokens) throw new Error('Nobody was connected')
      return {
        made,
        tokens: made.tokens,
        read: async (place: number) => {
          at = world.instances[place] as Instance
          const start = performance.now()
          const answer = await journey.read(made.consentId, made.tokens ?? NO_TOKENS, true)
          answers.push({ place, start, end: performance.now(), answer })
        },
      }
    }),
  )
  const reading = ready.map(async ({ read }, index) => {
    for (let nth = index; isOn; nth += 1) {
      await read(nth % 2)
      await pause(pauseMillis)
    }
  })
  return {
    answers,
    connected: ready.map(({ made }) => made),
    end: async () => {
      isOn = false
      await Promise.all(reading)
      return answers
    },
  }
}

const NO_TOKENS = { accessToken: '', refreshToken: '', idToken: '' }

/** Whether a caller is told in the protocol that the bank is away for a moment: 503 with a Retry-After of ten seconds at most. */
export const isAway = ({ status, headers }: Answer) =>
  status === 503 && Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 10

export type Answered = { place: number; start: number; end: number; answer: Answer }
