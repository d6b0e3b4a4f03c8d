import { type ChildProcess, fork } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import { now } from '@/lib/clock'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'

// INV-04: two processes on one database, ten uses each of one passkey's answer: one of them counts, fifty times.

const ROUNDS = 50
const USES_EACH = 10
let instances: ChildProcess[] = []

beforeAll(async () => {
  instances = [start(), start()]
  await Promise.all(instances.map(nextMessage))
})
afterAll(() => {
  for (const instance of instances) instance.kill()
})

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
    const answers = instances.map(nextMessage)
    for (const instance of instances) instance.send({ uses: USES_EACH, challengeId, response })
    const ended = (await Promise.all(answers)).flat()
    expect(ended.filter((code) => code === 'passed')).toHaveLength(1)
    expect(ended.filter((code) => code === 'challenge_spent')).toHaveLength(2 * USES_EACH - 1)
  }
}, 120_000)

function start(): ChildProcess {
  return fork('e2e/races/challenge-process.ts', {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
  })
}

function nextMessage(instance: ChildProcess): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null) => reject(new Error(`The instance ended with ${code}`))
    instance.once('exit', died)
    instance.once('message', (message) => {
      instance.off('exit', died)
      resolve(message as string[])
    })
  })
}
