import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { fuzzCertificates } from '@/e2e/zoo/fuzz-certificates'
import { REASONS } from '@/lib/eidas/reasons'
import { STEPS } from '@/lib/eidas/verdict'

test('whatever chance makes of a certificate gets a verdict, and every step refuses some', async () => {
  const seed = randomInt(2 ** 31)
  const { faults, refused } = await fuzzCertificates({ bytes: 1_500, structures: 1_500, seed })
  expect(faults, `npm run fuzz:certificates -- --seed ${seed} --bytes 1500 --structures 1500`).toEqual([])
  const steps = new Set(
    Object.entries(REASONS).flatMap(([reason, { step }]) => (reason in refused ? [step] : [])),
  )
  expect([...STEPS].filter((step) => !steps.has(step))).toEqual([])
})
