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
    origin: values.SHOP_ORIGIN,
    home: values.SHOP_HOME,
    brand: values.SHOP_BRAND,
    account: { holder: values.SHOP_HOLDER, iban: values.SHOP_IBAN },
    timeZone: values.SHOP_TIME_ZONE,
    bank: { name: values.BANK_NAME, issuer: values.BANK_ISSUER, xs2a: values.BANK_XS2A },
    payLane: {
      brand: values.PAYLANE_BRAND,
      bankCa: values.PAYLANE_BANK_CA,
      signing: { origin: values.PAYLANE_SIGNER_ORIGIN, secret: values.PAYLANE_SIGNER_SECRET_FILE },
    },
  }
}

const Environment = z.object({
  ...PLACE,
  PORT: port.default(4002),
  SHOP_ORIGIN: origin.default('http://127.0.0.1:4002'),
  SHOP_HOME: z.string().min(1).default(join(homedir(), '.cykelbutik')),
  SHOP_BRAND: z.string().trim().min(1).max(40).default('Cykelbutik'),
  SHOP_HOLDER: z.string().trim().min(1).max(70).default('Cykelbutik ApS'),
  SHOP_IBAN: z.string('set it to the account on which the shop is paid').min(15),
  SHOP_TIME_ZONE: timeZone.default('Europe/Copenhagen'),
  PAYLANE_BRAND: z.string().trim().min(1).max(40).default('PayLane'),
  PAYLANE_BANK_CA: contentOf("the PEM file with the CA of the bank's own certificate"),
  PAYLANE_SIGNER_ORIGIN: origin.default('http://127.0.0.1:4003'),
  PAYLANE_SIGNER_SECRET_FILE: contentOf("the file named secret in the home of PayLane's signing server"),
})

export type Config = {
  port: number
  host: string
  origin: string
  home: string
  brand: string
  /** Where the shop is paid. The holder's name is the company's: customers' banks compare it. */
  account: { holder: string; iban: string }
  timeZone: string
  bank: { name: string; issuer: string; xs2a: string }
  /** The payment service that the shop pays through. */
  payLane: {
    brand: string
    /** In PEM. */
    bankCa: string
    /** Where its signing server is, and what opens it. */
    signing: { origin: string; secret: string }
  }
}
