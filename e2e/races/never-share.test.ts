import { expect, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.MARKET_PROFILE = 'explicit-consent'
})
const { givenAccount, givenPsu } = await import('@/e2e/fixtures/given-consent')
const { givenReader } = await import('@/e2e/fixtures/given-reader')
const { neverShare } = await import('@/lib/consent/never-share')
const { statePreference } = await import('@/lib/disclosure/state-preference')
const { twoServers } = await import('./start-server')

// A customer says in a third process that an account is never shared: whatever was asked after they were answered, at either
// instance, on connections that were open all the while, does not serve it.

const ports = twoServers('e2e/races/listener-server.ts')
const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-KEEPS', psuId)
const READS_AFTER = 4

/** What is read before, and all that anybody reads afterwards. */
const WAYS = {
  'by the customer, whose permission for it ends': {
    say: (accountId: string) =>
      neverShare({ psuId, never: { kind: 'never-this-account', about: accountId }, requestId: null }),
    shares: (kept: string) => [kept],
    after: (): Answer => 401,
  },
  'by the desk, whose no only keeps it in': {
    say: (accountId: string) =>
      statePreference({ psuId, kind: 'never-this-account', about: accountId, actor: 'system' }),
    shares: (kept: string, left: string) => [kept, left],
    after: (left: string): Answer => [left],
  },
}

test.each(Object.entries(WAYS))('said %s', async (_way, { say, shares, after }) => {
  for (let round = 0; round < 3; round++) {
    const [kept, left] = [await givenAccount({ psuId }), await givenAccount({ psuId })]
    const { read } = await of(shares(kept, left).map((accountId) => ({ accountId })))
    let confirmed = false
    let seenBefore = 0
    const late: Answer[] = []
    const reading = ports.map(async (port) => {
      while (late.length < READS_AFTER * ports.length) {
        const begunAfter = confirmed
        const { status, json } = await read('/v1/accounts', { 'psu-ip-address': '192.0.2.1' }, port)
        const answer = status === 200 ? json.accounts.map(idOf) : status
        if (begunAfter) late.push(answer)
        else if (status === 200 && answer.includes(kept)) seenBefore += 1
      }
    })
    await expect.poll(() => seenBefore).toBeGreaterThan(1)
    await say(kept)
    confirmed = true
    await Promise.all(reading)
    for (const answer of late) expect(answer).toEqual(after(left))
  }
})

const idOf = ({ resourceId }: { resourceId: string }) => resourceId

/** The accounts of the list, or the status of the refusal. */
type Answer = string[] | number
