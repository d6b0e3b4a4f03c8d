import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test, vi } from 'vitest'
import { validatorOf } from './answer-validators'
import { compileAnswers } from './compile-answers'
import { ROUTES } from './routes'

const answers = ROUTES.flatMap((route) => Object.values(route.answers)).filter((answer) => answer !== null)

test('once the answers are compiled, none is compiled while a caller waits', async () => {
  await compileAnswers()
  const compile = vi.spyOn(Ajv2020.prototype, 'compile')
  for (const answer of answers) validatorOf(answer)
  expect(answers.length).toBeGreaterThan(15)
  expect(compile).not.toHaveBeenCalled()
})

test('the same schema is compiled once per process, also where its module is loaded twice', async () => {
  await compileAnswers()
  vi.resetModules()
  const again = await import('./answer-validators')
  const compile = vi.spyOn(Ajv2020.prototype, 'compile')
  expect(again.validatorOf).not.toBe(validatorOf)
  for (const answer of answers) again.validatorOf(answer)
  expect(compile).not.toHaveBeenCalled()
})
