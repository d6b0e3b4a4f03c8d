import { isDeepStrictEqual } from 'node:util'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import type { Calls, Wears } from './calls'
import type { Answer } from './client'
import { USES_PER_CONSENT } from './given-consents'
import type { BenchConsent } from './traffic'

/**
 * No ratio is won by skipping a check: all must give the same answer to the same consent, refuse the same calls, and
 * leave one row of the access log per call. Returns what differs, an empty list when nothing does.
 */
export async function findDifferences({
  parties,
  served,
  revoked,
  fresh,
}: FindDifferences): Promise<string[]> {
  const faults: string[] = []
  const bodies: string[] = []
  for (const [index, party] of parties.entries()) {
    const before = await countRows()
    const request = party.calls.ask(served)()
    const good = await party.send(request, 'own')
    if (good.status !== 200) faults.push(`${party.name} answers ${good.status} to a good call`)
    bodies.push(good.body.toString())
    const refused = Object.entries(party.calls.refused({ served, revoked, good: request }))
    for (const [what, call] of refused) {
      const { status } = await party.send(call.request, call.wears ?? 'own')
      if (status !== 401) faults.push(`${party.name} answers ${status} to ${what}`)
    }
    if (!(await countsReads(party, fresh[index])))
      faults.push(`${party.name} serves more reads a day than allowed`)
    const rows = (await countRows()) - before
    // A good call, the refused ones, and the reads of a day with one more.
    const calls = 1 + refused.length + USES_PER_CONSENT + 1
    if (rows !== calls) faults.push(`${party.name} left ${rows} rows of the access log for ${calls} calls`)
  }
  for (const [index, body] of bodies.entries())
    if (!isDeepStrictEqual(parse(body), parse(bodies[0])))
      faults.push(`${parties[index]?.name} answers ${body}, ${parties[0]?.name} ${bodies[0]}`)
  return faults
}

/** How many calls the access log has. */
export const countRows = () => database().$count(accessLog)

/** Whether the reads of a day are served and the next one is not. */
async function countsReads(party: Party, consent: BenchConsent | undefined): Promise<boolean> {
  const statuses: number[] = []
  for (let read = 0; consent && read <= USES_PER_CONSENT; read++)
    statuses.push((await party.send(party.calls.ask(consent)(), 'own')).status)
  return statuses.every((status, read) => (status === 200) === read < USES_PER_CONSENT)
}

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    return body
  }
}

export type Party = {
  name: string
  calls: Calls
  send: (request: string, wears: Wears) => Promise<Answer>
}
/** `fresh`: a consent for each party that nobody has used. */
type FindDifferences = {
  parties: readonly Party[]
  served: BenchConsent
  revoked: BenchConsent
  fresh: readonly BenchConsent[]
}
