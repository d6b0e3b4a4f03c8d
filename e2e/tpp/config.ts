import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { contentOf, origin, PLACE, port, readSettings, timeZone } from '../outside/settings'

/** Reads the whole configuration, or throws one error that lists every fault. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const values = readSettings(Environment, environment)
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

const Environment = z.object({
  ...PLACE,
  PORT: port.default(4000),
  SALDO_ORIGIN: origin.default('http://127.0.0.1:4000'),
  // Where the bank tells us what became of a consent: https under a name of our certificate.
  SALDO_NOTIFICATION_ORIGIN: origin.optional(),
  SALDO_BANK_CA: contentOf("the PEM file with the CA of the bank's own certificate"),
  SALDO_SIGNER_ORIGIN: origin.default('http://127.0.0.1:4001'),
  SALDO_SIGNER_SECRET_FILE: contentOf('the file named secret in the home of our signing server'),
  SALDO_HOME: z.string().min(1).default(join(homedir(), '.saldo')),
  SALDO_BRAND: z.string().trim().min(1).max(40).default('Saldo'),
  SALDO_THEME: z.enum(['apricot', 'fern']).default('apricot'),
  SALDO_TIME_ZONE: timeZone.default('Europe/Amsterdam'),
})

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
