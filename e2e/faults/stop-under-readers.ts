import { hammerWhileStopping } from './hammer-while-stopping'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import type { Faults } from './report'
import type { World } from './world'

const ROUNDS = 20

/**
 * INV-03: a customer stops while twelve readers read under that permission without a pause, at both instances. Of the calls that
 * began after the stop had returned none is served.
 */
export async function stopUnderReaders(world: World): Promise<Faults> {
  let [survived, served, during, after, late] = [0, 0, 0, 0, 0]
  for (let round = 0; round < ROUNDS; round += 1) {
    const hammered = await hammerWhileStopping({ rounds: 1, given: () => given(world, round) })
    served += hammered.served
    during += hammered.duringStop
    after += hammered.begunAfter
    late += hammered.late
    if (hammered.late === 0 && hammered.strange.length === 0) survived += 1
    else console.log(`  round ${round}: ${hammered.late} late, ${hammered.strange} strange`)
  }
  const seen = `${served} reads served, ${during} begun while a stop was under way, ${after} after it, of which ${late} served`
  return { tried: ROUNDS, survived, seen }
}

async function given(world: World, round: number) {
  const person = await world.newPerson()
  const at = (place: number) => () => world.instances[place % 2] as Instance
  const stopping = journeyOf(world, person, at(round))
  const reading = [0, 1].map((place) => journeyOf(world, person, at(place), { tries: 1 }))
  const { consentId, tokens } = await stopping.connected()
  return {
    read: async (reader: number) => (await reading[reader % 2]?.read(consentId, tokens, true))?.status ?? 0,
    stop: async () => void (await stopping.stop(consentId)),
  }
}
