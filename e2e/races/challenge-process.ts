import { now } from '@/lib/clock'
import { isRefusal } from '@/lib/errors'
import { verifyAssertion } from '@/lib/sca/verify-assertion'

type Round = {
  uses: number
  challengeId: string
  response: Parameters<typeof verifyAssertion>[0]['response']
}

// One instance's passkey check as a process of its own: answers each round with how its uses ended.
process.on('message', async ({ uses, challengeId, response }: Round) => {
  const at = await now()
  const use = async () =>
    verifyAssertion({ challengeId, response, purpose: 'sign-in', binding: 'sign-in', now: at }).then(
      () => 'passed',
      (thrown: unknown) => (isRefusal(thrown) ? thrown.code : 'failed'),
    )
  process.send?.(await Promise.all(Array.from({ length: uses }, use)))
})
process.once('disconnect', () => process.exit())
process.send?.('ready')
