import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Reads the settings of a program from the environment, or throws one error that lists every fault: all mended in one go. */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  environment: NodeJS.ProcessEnv,
): z.infer<Schema> {
  const parsed = schema.safeParse(environment)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `  - ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(['The configuration cannot be used:', ...faults].join('\n'))
}

export const origin = z
  .url()
  .refine((value) => new URL(value).origin === value, 'must be an origin without a path')

/** Plain http is for a demonstration on one machine only; anywhere else tokens would cross the net in the clear. */
const issuer = z
  .url()
  .refine(
    (value) => value.startsWith('https:') || LOOPBACK.includes(new URL(value).hostname),
    'must be https unless it is on loopback',
  )

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Read here already, so that a file that is missing stands in the same list as every other fault. */
export function contentOf(what: string) {
  return z.string(`set it to ${what}`).transform((file, context) => {
    try {
      return readFileSync(file, 'utf8').trim()
    } catch {
      context.addIssue({ code: 'custom', message: `cannot read ${file}` })
      return ''
    }
  })
}

export const timeZone = z.string().refine(isTimeZone, 'is not a time zone')

/** Where a program listens, and the bank as it knows it. */
export const PLACE = {
  HOST: z.string().min(1).default('127.0.0.1'),
  BANK_NAME: z.string().trim().min(1).max(60).default('Nordhavn Bank'),
  BANK_ISSUER: issuer.default('http://localhost:3000'),
  BANK_XS2A: z
    .url({ protocol: /^https$/, error: 'must be an https address' })
    .default('https://localhost:3443/xs2a'),
}

export const port = z.coerce.number().int().min(1).max(65535)

function isTimeZone(value: string) {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
  } catch {
    return false
  }
}
