import { expect, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.MARKET_PROFILE = 'explicit-consent'
})
const { givenAccount, givenPsu } = await import('@/e2e/fixtures/given-consent')
const { givenReader } = await import('@/e2e/fixtures/given-reader')
const { neverShare } = await import('@/lib/consent/never-share')
const { takeBackNever } = await import('@/lib/consent/take-back-never')
const { statePreference } = await import('@/lib/disclosure/state-preference')
const { now } = await import('@/lib/clock')
const { twoServers } = await import('./start-server')

// A customer says in a third process that an account is never shared: whatever was asked after they were answered, at either
// instance, on connections that were open all the while, does not serve it.

const ports = twoServers('e2e/races/listener-server.ts')
const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-KEEPS', psuId)
const READS_AFTER = 4

const WAYS = {
  'by the customer, whose permission goes on without it': (accountId: string) =>
    neverShare({ psuId, never: { kind: 'never-this-account', about: accountId }, requestId: null }),
  'by the desk, whose no only keeps it in': (accountId: string) =>
    statePreference({ psuId, kind: 'never-this-account', about: accountId, actor: 'system' }),
}

test.each(Object.entries(WAYS))(
  'said %s',
  async (_way, say) => {
    for (let round = 0; round < 3; round++) {
      const [kept, left] = [await givenAccount({ psuId }), await givenAccount({ psuId })]
      const { read } = await of([{ accountId: kept }, { accountId: left }])
      let confirmed = false
      let seenBefore = 0
      const late: string[][] = []
      const reading = ports.map(async (port) => {
        while (late.length < READS_AFTER * ports.length) {
          const begunAfter = confirmed
          const { status, json } = await read('/v1/accounts', { 'psu-ip-address': '192.0.2.1' }, port)
          expect(status).toBe(200)
          const ids = json.accounts.map(({ resourceId }: { resourceId: string }) => resourceId)
          if (begunAfter) late.push(ids)
          else if (ids.includes(kept)) seenBefore += 1
        }
      })
      await vi.waitFor(() => expect(seenBefore).toBeGreaterThan(1), 30_000)
      await say(kept)
      confirmed = true
      await Promise.all(reading)
      for (const ids of late) expect(ids).toEqual([left])
      const never = { kind: 'never-this-account', about: kept } as const
      await takeBackNever({ psuId, never, authenticatedAt: await now(), credentialId: 'x', requestId: null })
    }
  },
  120_000,
)
