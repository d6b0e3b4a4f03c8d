import type { Instance } from './instances'
import { journeyOf } from './journey'
import type { Faults } from './report'
import type { Person, World } from './world'

const ROUNDS = 8
const AT_ONCE = 6

/**
 * FLT-11: one approval, one refresh token, one stop and one rotation arrive at both instances at once. One approval succeeds and at
 * most one refresh (a replay may end the grant before the first is through), of stops every one hears the same, and there is one
 * signing key for each algorithm.
 */
export async function race(world: World): Promise<Faults> {
  let survived = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    let nth = 0
    const at = () => world.instances[nth++ % 2] as Instance
    const journey = journeyOf(world, world.people[round % world.people.length] as Person, at, { tries: 1 })
    const made = await raceApproval(journey)
    const refreshed = made ? await together(() => journey.refresh(made.consentId, made.tokens)) : []
    const stopped = made ? await together(() => journey.stop(made.consentId)) : []
    const rotated = await Promise.all(
      [at(), at()].map((instance) => world.calls.browser(instance, '/customer/rotate', { body: {} })),
    )
    const { rows } = await world.owner.query<{ most: number }>(
      `select coalesce(max(many), 0)::int as most from (
         select count(*) as many from signing_keys where state = 'signing' group by algorithm) k`,
    )
    const isSound =
      made !== null &&
      made.allowed === 1 &&
      refreshed.filter((tokens) => tokens !== null).length <= 1 &&
      stopped.every(({ status }) => status === 200) &&
      stopped.filter(({ json }) => json.stoppedNow === true).length === 1 &&
      rotated.every(({ status }) => status === 200) &&
      rows[0]?.most === 1
    if (isSound) survived += 1
    else
      console.log(
        `  race ${round}: allowed ${made?.allowed}, refreshed ${refreshed.filter(Boolean).length}, stopped ` +
          `${stopped.map(({ status }) => status)}, rotated ${rotated.map(({ status }) => status)}, ${rows[0]?.most} keys`,
      )
  }
  return {
    tried: ROUNDS,
    survived,
    notes: `${AT_ONCE} at once on two instances: allow, refresh, stop, rotate`,
  }
}

async function raceApproval(journey: Journey) {
  const consentId = await journey.create()
  const page = consentId && (await journey.openPage(consentId))
  if (!consentId || !page) return null
  // A passkey's counter grows: one signature after the other, and then all at once.
  const signed = []
  for (let nth = 0; nth < AT_ONCE; nth += 1) signed.push(await journey.signed(page))
  const answers = await Promise.all(
    signed.map(({ input, hash }) => journey.allowOnce(consentId, input ?? {}, hash)),
  )
  const code = await journey.codeOf(page)
  const tokens = code === null ? null : await journey.token(consentId, page, code)
  return tokens && { consentId, tokens, allowed: answers.filter(({ status }) => status === 200).length }
}

const together = <T>(run: () => Promise<T>) => Promise.all(Array.from({ length: AT_ONCE }, run))

type Journey = ReturnType<typeof journeyOf>
