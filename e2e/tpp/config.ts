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
    certificates: values.SALDO_CERTIFICATES,
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
const certificates = z
  .string('set it to the folder with qwac.pem, qwac.key, chain.pem and bank-ca.pem')
  .transform((folder, context): Certificates => {
    const pem = (name: string) => {
      try {
        return readFileSync(join(folder, name), 'utf8')
      } catch {
        context.addIssue({ code: 'custom', message: `cannot read ${name} in ${folder}` })
        return ''
      }
    }
    return {
      certificate: oncePerBlock(`${pem('qwac.pem')}\n${pem('chain.pem')}`),
      key: pem('qwac.key'),
      bankCa: pem('bank-ca.pem'),
    }
  })

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  SALDO_ORIGIN: origin.default('http://127.0.0.1:4000'),
  // Where the bank tells us what became of a consent: https under a name of our certificate.
  SALDO_NOTIFICATION_ORIGIN: origin.optional(),
  SALDO_CERTIFICATES: certificates,
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

/** Some issuers put the leaf into chain.pem as well; sent twice it confuses strict TLS stacks. */
function oncePerBlock(pem: string) {
  return [...new Set(pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [])].join(
    '\n',
  )
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
  certificates: Certificates
}

export type Certificates = { certificate: string; key: string; bankCa: string }
