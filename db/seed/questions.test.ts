import { expect, test } from 'vitest'
import { now } from '@/lib/clock'
import { findPermissions } from '@/lib/consent/find-permissions'
import { NO_END } from '@/lib/consent/no-end'
import { findFundsQuestions } from '@/lib/funds/find-funds-questions'
import { seedSandbox } from '../seed'
import { consentIdOf } from './draw-consent'
import { PERSONAS } from './personas'

test('Maja sees what the card checker asked, a yes and a no among it, and it has no end', async () => {
  const at = await now()
  await seedSandbox({ now: at })
  const [consentId, psuId] = [consentIdOf('maja:kassa:37'), PERSONAS.maja.id]
  const questions = await findFundsQuestions({ consentId, psuId })
  expect(new Set(questions.map(({ fundsAvailable }) => fundsAvailable))).toEqual(new Set([true, false]))
  expect(questions.map(({ at: asked }) => asked)).toEqual(
    questions.map(({ at: asked }) => asked).sort((a, b) => +b - +a),
  )
  const [permission] = await findPermissions({ psuId, consentId, now: at })
  expect(permission).toMatchObject({ kind: 'fundsConfirmation', state: 'active', ...NO_END })
})
