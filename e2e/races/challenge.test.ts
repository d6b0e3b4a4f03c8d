import { expect, test } from 'vitest'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import { twoInstances } from '@/e2e/fixtures/two-instances'
import { now } from '@/lib/clock'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'

// INV-04: two processes on one database, ten uses each of one passkey's answer: one of them counts, fifty times.

const ROUNDS = 50
const USES_EACH = 10
const { ask } = twoInstances('e2e/races/challenge-process.ts')

test('one WebAuthn challenge works once, whatever arrives at the same time at two instances', async () => {
  const { passkey } = await givenCustomer()
  for (let round = 0; round < ROUNDS; round++) {
    const at = await now()
    const { challengeId, options } = await createAssertionChallenge({
      purpose: 'sign-in',
      binding: 'sign-in',
      now: at,
    })
    const response = passkey.get(options, {})
    const ended = await ask(() => ({ uses: USES_EACH, challengeId, response }))
    expect(ended.filter((code) => code === 'passed')).toHaveLength(1)
    expect(ended.filter((code) => code === 'challenge_spent')).toHaveLength(2 * USES_EACH - 1)
  }
})
