import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * Reads the whole configuration, or throws one error that lists every fault, so that a newcomer mends
 * them in one go and not one restart at a time.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    throw new Error(
      listFaults(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)),
    )
  }
  const values = parsed.data
  return {
    port: values.PORT,
    host: values.HOST,
    origin: values.SALDO_ORIGIN,
    notificationOrigin: values.SALDO_NOTIFICATION_ORIGIN ?? null,
    home: values.SALDO_HOME,
    brand: values.SALDO_BRAND,
    theme: values.SALDO_THEME,
    timeZone: values.SALDO_TIME_ZONE,
    bank: { name: values.BANK_NAME, issuer: values.BANK_ISSUER, xs2a: values.BANK_XS2A },
    bankCa: values.SALDO_BANK_CA,
    signing: { origin: values.SALDO_SIGNER_ORIGIN, secret: values.SALDO_SIGNER_SECRET_FILE },
  }
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

const origin = z.url().refine((value) => new URL(value).origin === value, 'must be an origin without a path')

/** Plain http is for a demonstration on one machine only; anywhere else tokens would cross the net in the clear. */
const issuer = z
  .url()
  .refine(
    (value) => value.startsWith('https:') || LOOPBACK.includes(new URL(value).hostname),
    'must be https unless it is on loopback',
  )

/** Read here already, so that a file that is missing stands in the same list as every other fault. */
function contentOf(what: string) {
  return z.string(`set it to ${what}`).transform((file, context) => {
    try {
      return readFileSync(file, 'utf8').trim()
    } catch {
      context.addIssue({ code: 'custom', message: `cannot read ${file}` })
      return ''
    }
  })
}

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  SALDO_ORIGIN: origin.default('http://127.0.0.1:4000'),
  // Where the bank tells us what became of a consent: https under a name of our certificate.
  SALDO_NOTIFICATION_ORIGIN: origin.optional(),
  SALDO_BANK_CA: contentOf("the PEM file with the CA of the bank's own certificate"),
  SALDO_SIGNER_ORIGIN: origin.default('http://127.0.0.1:4001'),
  SALDO_SIGNER_SECRET_FILE: contentOf('the file named secret in the home of our signing server'),
  SALDO_HOME: z.string().min(1).default(join(homedir(), '.saldo')),
  SALDO_BRAND: z.string().trim().min(1).max(40).default('Saldo'),
  SALDO_THEME: z.enum(['apricot', 'fern']).default('apricot'),
  SALDO_TIME_ZONE: z.string().default('Europe/Amsterdam').refine(isTimeZone, 'is not a time zone'),
  BANK_NAME: z.string().trim().min(1).max(60).default('Nordhavn Bank'),
  BANK_ISSUER: issuer.default('http://localhost:3000'),
  BANK_XS2A: z
    .url({ protocol: /^https$/, error: 'must be an https address' })
    .default('https://localhost:3443/xs2a'),
})

function isTimeZone(value: string) {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
  } catch {
    return false
  }
}

function listFaults(faults: string[]) {
  return ['The configuration cannot be used:', ...faults.map((fault) => `  - ${fault}`)].join('\n')
}

export type Config = {
  port: number
  host: string
  origin: string
  notificationOrigin: string | null
  home: string
  brand: string
  theme: 'apricot' | 'fern'
  timeZone: string
  bank: { name: string; issuer: string; xs2a: string }
  /** In PEM. */
  bankCa: string
  /** Where our signing server is, and what opens it. */
  signing: { origin: string; secret: string }
}
