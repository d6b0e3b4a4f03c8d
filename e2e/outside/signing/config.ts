import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readSettings } from '../settings'

/** Reads the configuration of the signing server, or throws one error that lists every fault. */
export function readSigningConfig(environment: NodeJS.ProcessEnv): SigningConfig {
  const values = readSettings(Environment, environment)
  return {
    port: Number(new URL(values.SIGNER_ORIGIN).port || 80),
    home: values.SIGNER_HOME,
    trust: values.SIGNER_TRUST_ORIGIN,
    institution: values.SIGNER_INSTITUTION,
    hosts: values.SIGNER_HOSTS,
    renewBeforeDays: values.SIGNER_RENEW_BEFORE_DAYS,
    checkMinutes: values.SIGNER_CHECK_MINUTES,
  }
}

/** The secret that opens the signing server: made at its first start, in a file for its owner alone. */
export function secretOf(home: string): string {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const file = join(home, 'secret')
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file, 'utf8').trim()
}

const LOOPBACK = ['127.0.0.1', 'localhost']

const Environment = z.object({
  // It hands out a private key: nothing but this machine may ever reach it.
  SIGNER_ORIGIN: z
    .url()
    .refine((value) => LOOPBACK.includes(new URL(value).hostname), 'must be on loopback')
    .default('http://127.0.0.1:4001'),
  SIGNER_HOME: z.string('set it to a folder of its own').min(1),
  SIGNER_TRUST_ORIGIN: z.url().default('http://127.0.0.1:4500'),
  SIGNER_INSTITUTION: z.string('set it to the organizationIdentifier of the certificates').min(1),
  SIGNER_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean)),
  SIGNER_RENEW_BEFORE_DAYS: z.coerce.number().min(0).max(3_650).default(30),
  SIGNER_CHECK_MINUTES: z.coerce.number().positive().max(1_440).default(60),
})

export type SigningConfig = {
  port: number
  home: string
  /** Of the trust service. */
  trust: string
  institution: string
  /** Names of web servers of ours that the QWAC shall bear. */
  hosts: string[]
  renewBeforeDays: number
  checkMinutes: number
}
