import { enrolByRecovery } from '@/lib/sca/enrol-by-recovery'

type Round = Parameters<typeof enrolByRecovery>[0][]

// One instance's way back in as a process of its own: answers each round with how its tries ended.
process.on('message', async (tries: Round) => {
  const use = (one: Round[number]) =>
    enrolByRecovery({ ...one, now: new Date(one.now) }).then(
      () => 'passed',
      (thrown: unknown) =>
        thrown instanceof Error && 'code' in thrown ? String(thrown.code) : `failed: ${thrown}`,
    )
  process.send?.(await Promise.all(tries.map(use)))
})
process.once('disconnect', () => process.exit())
process.send?.('ready')
