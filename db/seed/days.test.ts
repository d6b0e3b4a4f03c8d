import { expect, test } from 'vitest'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { findAccessHistory } from '@/lib/consent/find-access-history'
import { seedSandbox } from '../seed'
import { consentIdOf } from './draw-consent'
import { PERSONAS } from './personas'

test('a day is shown with its calls, however many came after it, and one without any with none', async () => {
  const at = await now()
  await seedSandbox({ now: at })
  const asked = {
    consentId: consentIdOf('anna:budgetto:61'),
    psuId: PERSONAS.anna.id,
    days: 30,
    timeZone: brand.timeZone,
    now: at,
  }
  const { days } = await findAccessHistory(asked)
  const looked = days.find(({ present, away }) => present + away > 0)
  const silent = days.find(({ present, away, refused, failed }) => present + away + refused + failed === 0)
  expect((await findAccessHistory({ ...asked, day: looked?.day ?? '' })).calls.length).toBeGreaterThan(0)
  expect((await findAccessHistory({ ...asked, day: silent?.day ?? '' })).calls).toEqual([])
})
