import { expect, test } from 'vitest'
import type { Ledger } from './ledger-port'

/** The part of `ledgerConforms` that is about who holds accounts together, who acts for whom, and who may act at all. */
export function mandatesConform(ledger: Ledger, given: MandateFixtures): void {
  test('who holds a private account with others is told who these are; an account held alone is none', async () => {
    const { account, holders } = given.together
    for (const one of holders) {
      const held = (await ledger.heldTogether(one)).find(({ accountId }) => accountId === account)
      expect(held?.others.sort()).toEqual(holders.filter((other) => other !== one).sort())
    }
    expect((await ledger.heldTogether(given.holder)).map(({ accountId }) => accountId)).not.toContain(
      given.busy,
    )
  })

  test('who is below an age and who has died is told, and nobody else; the dead are no minors', async () => {
    const { minor, deceased } = given.standings
    const psuIds = [given.holder, minor, deceased]
    const found = await ledger.standingsOf({ psuIds, ofAgeFrom: 18 })
    expect(found.sort((a, b) => a.standing.localeCompare(b.standing))).toEqual([
      { psuId: deceased, standing: 'deceased' },
      { psuId: minor, standing: 'minor' },
    ])
    expect(await ledger.standingsOf({ psuIds, ofAgeFrom: 0 })).toEqual([
      { psuId: deceased, standing: 'deceased' },
    ])
    const everybody = await ledger.standingsOf({ psuIds: [minor, deceased], ofAgeFrom: 200 })
    expect(everybody.find(({ psuId }) => psuId === deceased)?.standing).toBe('deceased')
  })

  test('a mandate is found by who has it and by what it is for; one that has ended is nowhere', async () => {
    const { agent, account, customer, former } = given.mandates
    const own = await ledger.mandates({ agentId: agent })
    expect(own.map(({ principal, accountId }) => [principal.kind, accountId]).sort()).toEqual([
      ['business', account],
      ['customer', null],
    ])
    expect((await ledger.mandates({ accountIds: [account] })).map(({ agentId }) => agentId)).toContain(agent)
    const forCustomer = await ledger.mandates({ customerId: customer })
    expect(forCustomer.map(({ agentId, principal }) => [agentId, principal.id])).toEqual([[agent, customer]])
    expect(await ledger.mandates({ agentId: former })).toEqual([])
    const found = await ledger.mandates({ accountIds: [account] })
    expect(found.map(({ agentId }) => agentId)).not.toContain(former)
  })
}

/**
 * `together`: an account that its two holders can share only together. `mandates`: somebody who may act for a business on one
 * account of it and for another customer, and for nobody else; and somebody whose mandates for both have ended. `standings`: a customer under 18, and one who has died;
 * `holder` is neither.
 */
export type MandateFixtures = {
  busy: string
  holder: string
  together: { account: string; holders: readonly [string, string] }
  mandates: { agent: string; former: string; account: string; customer: string }
  standings: { minor: string; deceased: string }
}
