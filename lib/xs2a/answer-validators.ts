import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { type ZodType, z } from 'zod'

/**
 * What holds an answer against its schema. Compiled once, at best before anybody calls (`compile-answers`): a page of a
 * hundred entries is then checked in a quarter of what parsing it by Zod costs.
 */
export function validatorOf(answer: ZodType): ValidateFunction {
  const known = validators.get(answer)
  if (known) return known
  const schema = z.toJSONSchema(answer, { io: 'output', unrepresentable: 'any' })
  const text = JSON.stringify(schema)
  // The patterns beside the formats say the same.
  const made = compiled.get(text) ?? new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
  compiled.set(text, made)
  validators.set(answer, made)
  return made
}

const validators = new WeakMap<ZodType, ValidateFunction>()

// One set per process: Next loads this module once for its routes and once for the listener.
const held = Symbol.for('placet.answer-validators')
const shared = globalThis as { [held]?: Map<string, ValidateFunction> }
const compiled: Map<string, ValidateFunction> = shared[held] ?? new Map()
shared[held] = compiled
