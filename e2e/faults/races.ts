import type { Instance } from './instances'
import { journeyOf } from './journey'
import { type Faults, tally } from './report'
import type { World } from './world'

const ROUNDS = 8
const AT_ONCE = 6

/**
 * FLT-11: one approval, one code, one refresh token, one stop and one rotation arrive at both instances at once. One approval
 * succeeds, by six signatures in one round and by one signature six times in the next; at most one exchange of a code and one
 * refresh (a replay may end the grant before the first is through); of stops everyone hears the same, and one did it; there is one
 * signing key for each algorithm.
 */
export async function race(world: World): Promise<Faults> {
  let survived = 0
  const seen = { allow: [] as Seen[], token: [] as Seen[], refresh: [] as Seen[], stop: [] as Seen[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    let nth = round
    const at = () => world.instances[nth++ % 2] as Instance
    const journey = journeyOf(world, await world.newPerson(), at, { tries: 1, synced: true })
    const { allowed, tokens } = await raceApproval(journey, round % 2 === 0)
    const { consentId, tokens: current } = await journey.connected()
    const refreshed = await together(() => journey.refresh(consentId, current))
    const stopped = await together(() => journey.stop(consentId))
    const rotated = await Promise.all(
      [at(), at()].map((instance) => world.calls.browser(instance, '/customer/rotate', { body: {} })),
    )
    const { rows } = await world.owner.query<{ most: number }>(
      `select coalesce(max(many), 0)::int as most from (
         select count(*) as many from signing_keys where state = 'signing' group by algorithm) k`,
    )
    const isSound =
      allowed.filter(({ status }) => status === 200).length === 1 &&
      tokens.filter(({ status }) => status === 200).length <= 1 &&
      refreshed.filter((one) => one !== null).length <= 1 &&
      stopped.every(({ status }) => status === 200) &&
      stopped.filter(({ json }) => json.stoppedNow === true).length === 1 &&
      rotated.every(({ status }) => status === 200) &&
      rows[0]?.most === 1
    if (isSound) survived += 1
    else console.log(`  race ${round}: ${tally([...allowed, ...tokens, ...stopped].map(wordOf))}`)
    seen.allow.push(...allowed.map(wordOf))
    seen.token.push(...tokens.map(wordOf))
    seen.refresh.push(...refreshed.map((one) => (one ? 200 : 'refused')))
    seen.stop.push(...stopped.map(wordOf))
  }
  const told = Object.entries(seen).map(([op, outcomes]) => `${op}: ${tally(outcomes)}`)
  return { tried: ROUNDS, survived, seen: `${AT_ONCE} at once; ${told.join('; ')}` }
}

async function raceApproval(journey: Journey, isReplay: boolean) {
  const consentId = await journey.create()
  const page = consentId && (await journey.openPage(consentId))
  if (!consentId || !page) throw new Error('No page was opened')
  const signed: Awaited<ReturnType<Journey['signed']>>[] = []
  for (let nth = 0; nth < AT_ONCE; nth += 1)
    signed.push((isReplay && signed[0]) || (await journey.signed(page)))
  const allowed = await Promise.all(
    signed.map(({ input, hash }) => journey.allowOnce(consentId, input ?? {}, hash)),
  )
  const code = await journey.codeOf(page)
  if (code === null) throw new Error('There is no code')
  return { allowed, tokens: await together(() => journey.exchange(consentId, page, code)) }
}

const together = <T>(run: () => Promise<T>) => Promise.all(Array.from({ length: AT_ONCE }, run))
const wordOf = ({ code, status }: { code: string | null; status: number | null }): Seen => code ?? status

type Seen = string | number | null
type Journey = ReturnType<typeof journeyOf>
