import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { BANK_VARIABLES } from './bank-variables'
import { LIMIT_VARIABLES } from './limit-variables'
import { MAIL_VARIABLES, mailFaults } from './mail-variables'
import { MARKET_VARIABLES } from './market-variables'
import {
  MANAGEMENT_PORT_DEFAULT,
  OPERATION_VARIABLES,
  SHUTDOWN_NOTICE_SECONDS_DEFAULT,
} from './operation-variables'
import { TRUST_VARIABLES } from './trust-variables'

const origin = (text: z.ZodURL) =>
  text.refine((value) => new URL(value).origin === value, 'must be an origin: scheme, host, port, no path')

const postgres = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })

const VARIABLES = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),

  DATABASE_URL: postgres
    .optional()
    .describe('The application role. It cannot alter or delete audit rows. Absent: the embedded PostgreSQL.'),
  DATABASE_OWNER_URL: postgres
    .optional()
    .describe('The role that owns the tables. Only migrations use it; absent: nothing is migrated.'),
  KEYS_DATABASE_URL: postgres
    .optional()
    .describe('The application role on the key database, which ordinary backups must leave out.'),
  KEYS_DATABASE_OWNER_URL: postgres.optional().describe('The owner of the key database, for migrations.'),
  DATABASE_CONNECTIONS_MAX: z.coerce.number().int().min(2).max(100).default(8),

  PLACET_HOME: z
    .string()
    .min(1)
    .default(defaultHome())
    .describe('Data and keys. Outside the project folder, or a build would copy the keys.'),
  KEY_ENCRYPTION_KEY_FILE: z
    .string()
    .optional()
    .describe(
      '32 bytes in base64 a line that wrap every other key; the last line wraps, all unwrap. Default: keys/kek in PLACET_HOME.',
    ),
  KEY_ENCRYPTION_KEY_COMMAND: z
    .string()
    .optional()
    .describe(
      'A program, and its arguments behind spaces, that wraps and unwraps by your KMS or HSM instead of the file. What it is ' +
        'asked stands in lib/vault/command-wrapper.ts.',
    ),

  PUBLIC_ORIGIN: origin(z.url())
    .default('http://localhost:3000')
    .describe('Issuer, RP ID and WebAuthn origin derive from this, never from a header.'),
  MTLS_ORIGIN: origin(z.url())
    .default('https://localhost:3443')
    .describe('Where third parties reach the mutual-TLS listener.'),
  LISTEN_HOST: z
    .string()
    .min(1)
    .default('localhost')
    .describe('Where the plain port listens. Only a TLS terminator should reach it.'),
  MTLS_LISTEN_HOST: z
    .string()
    .min(1)
    .optional()
    .describe('Where the mutual-TLS port listens. Default: localhost in a sandbox, else every address.'),
  MTLS_CERTIFICATE_FILE: z.string().optional().describe("The listener's chain, PEM. Default: the sandbox's."),
  MTLS_KEY_FILE: z.string().optional().describe("The listener's key, PEM. Default: the sandbox's."),
  ...TRUST_VARIABLES,
  CLIENT_CERTIFICATE_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Set only behind a proxy that terminates mutual TLS, strips Client-Cert and X-Client-Cert-Secret from ' +
        'outside and sends both itself.',
    ),

  EGRESS_ALLOWED: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((place) => place.trim() || []))
    .refine(
      (places) => places.every((place) => /^([a-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/.test(place)),
      'must be a list of host:port, separated by commas',
    )
    .describe(
      'Places the bank may call although they are not public or not on port 443: host:port, separated by commas. ' +
        'For a demonstration on one machine; leave it empty in production.',
    ),
  EGRESS_CERTIFICATE_FILE: z
    .string()
    .optional()
    .describe("The bank's own chain as a TLS client, PEM; shown to the endpoints it calls. Default: none."),
  EGRESS_KEY_FILE: z.string().optional().describe('The key to it, PEM.'),
  EGRESS_TRUST_FILE: z
    .string()
    .optional()
    .describe(
      'Further roots that the bank believes when it calls others, PEM. Default: the public ones alone.',
    ),
  SIGN_ANSWERS: z
    .enum(['off', 'rfc9421'])
    .default('off')
    .describe('Whether answers of the XS2A interface are signed (RFC 9421). Notifications always are.'),

  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((entry) => entry.trim() || []))
    .refine(
      (entries) =>
        entries.every(
          (entry) => z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(entry).success,
        ),
      'must be a list of addresses or networks (10.0.0.0/8), separated by commas',
    )
    .describe(
      'TLS terminators and load balancers in front, separated by commas: the last X-Forwarded-For is believed from ' +
        'these alone, and their connections are not counted as one caller. Behind https, without it, people are not limited by address.',
    ),
  ...LIMIT_VARIABLES,

  WITNESS_DIRECTORY: z
    .string()
    .min(1)
    .optional()
    .describe('Folder to which checkpoints of the audit trail are appended: on a volume of somebody else.'),
  WITNESS_URL: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('A witness of the audit trail that takes each checkpoint over HTTPS.'),

  MESSAGE_SIGNING: z
    .enum(['ignored', 'checked', 'required'])
    .default('ignored')
    .describe(
      'Whether third parties must sign each XS2A request with their QSealC (Berlin Group, RSA). `checked`: they need ' +
        'not, but a signature that is there must hold.',
    ),

  SANDBOX: z
    .enum(['on', 'off'])
    .default('off')
    .describe('The simulated QTSP, test customers, a clock that can be moved, callbacks on loopback.'),

  SANDBOX_TRUST_ORIGIN: origin(z.url({ protocol: /^http$/ }))
    .default('http://127.0.0.1:4500')
    .describe(
      "Where the sandbox's trust service and authorities answer. Its certificates name this address for OCSP and lists.",
    ),

  ...OPERATION_VARIABLES,
  ...MAIL_VARIABLES,

  ...BANK_VARIABLES,
  ...MARKET_VARIABLES,
  RECOVERY_COOL_DOWN_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe(
      'For how many hours a passkey made by a recovery may look and stop sharing, and allow nothing. The customer is told ' +
        'and can object meanwhile.',
    ),
  SECOND_HOLDER_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(30)
    .default(7)
    .describe('For how many days a second holder, where an account needs two, may answer after the first.'),

  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/**
 * The configuration, read once. Throws `ConfigurationFault` that lists every fault at once, with what each
 * variable is for, so that an operator mends all of them in one go.
 */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = VARIABLES.safeParse(given)
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...dependencies(given),
    ...mailFaults(given),
  ]
  if (!parsed.success || faults.length > 0) throw new ConfigurationFault(faults)
  const { KEY_ENCRYPTION_KEY_FILE, TRUST_ANCHORS, MTLS_CERTIFICATE_FILE, MTLS_KEY_FILE, ...rest } =
    parsed.data
  const sandbox = join(rest.PLACET_HOME, 'sandbox')
  const sandboxSigner = join(sandbox, 'list-signer.pem')
  return {
    ...rest,
    SANDBOX: rest.SANDBOX === 'on',
    MANAGEMENT_PORT: rest.MANAGEMENT_PORT ?? (rest.SANDBOX === 'on' ? 'off' : MANAGEMENT_PORT_DEFAULT),
    SHUTDOWN_NOTICE_SECONDS:
      rest.SHUTDOWN_NOTICE_SECONDS ?? (rest.SANDBOX === 'on' ? 0 : SHUTDOWN_NOTICE_SECONDS_DEFAULT),
    KEY_ENCRYPTION_KEY_FILE: KEY_ENCRYPTION_KEY_FILE ?? join(rest.PLACET_HOME, 'keys', 'kek'),
    // Not beside a list: an anchor is trusted whatever the list says of it.
    TRUST_ANCHORS: TRUST_ANCHORS ?? (rest.TRUSTED_LISTS.length > 0 ? '' : join(sandbox, 'anchors')),
    TRUSTED_LIST_SIGNERS: rest.TRUSTED_LIST_SIGNERS ?? sandboxSigner,
    REGISTER_SIGNERS: rest.REGISTER_SIGNERS ?? sandboxSigner,
    MTLS_CERTIFICATE_FILE: MTLS_CERTIFICATE_FILE ?? join(sandbox, 'server.pem'),
    MTLS_KEY_FILE: MTLS_KEY_FILE ?? join(sandbox, 'server.key'),
  }
}

/** What `.env.example` is generated from: each variable with its sentence and its default. */
export function describeEnvironment(): { name: string; description: string; fallback: string | null }[] {
  return Object.entries(VARIABLES.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined)
    const shown = fallback.success && fallback.data !== undefined && name !== 'PLACET_HOME'
    return { name, description: schema.description ?? '', fallback: shown ? String(fallback.data) : null }
  })
}

/** The configuration cannot be used; the message is a list for the operator. */
export class ConfigurationFault extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    )
    this.name = 'ConfigurationFault'
  }
}

/** What has to fit together; judged on what was given, so that a fault elsewhere hides none of these. */
function dependencies(given: Record<string, string | undefined>): string[] {
  const faults: string[] = []
  if (given.DATABASE_URL && !given.KEYS_DATABASE_URL)
    faults.push(
      'KEYS_DATABASE_URL: is needed beside DATABASE_URL; the wrapped keys lie in a database of their own',
    )
  if (given.DATABASE_OWNER_URL && !given.KEYS_DATABASE_OWNER_URL)
    faults.push('KEYS_DATABASE_OWNER_URL: is needed beside DATABASE_OWNER_URL, for migrations')
  if (given.MTLS_ORIGIN && !given.MTLS_ORIGIN.startsWith('https:')) faults.push('MTLS_ORIGIN: must be https')
  if (/^http:\/\/(?!(localhost|127\.0\.0\.1)(:\d+)?$)/.test(given.PUBLIC_ORIGIN ?? ''))
    faults.push('PUBLIC_ORIGIN: must be https unless it is localhost; passkeys do not work without')
  if (Boolean(given.MTLS_CERTIFICATE_FILE) !== Boolean(given.MTLS_KEY_FILE))
    faults.push('MTLS_CERTIFICATE_FILE and MTLS_KEY_FILE: give both or neither')
  if (Boolean(given.EGRESS_CERTIFICATE_FILE) !== Boolean(given.EGRESS_KEY_FILE))
    faults.push('EGRESS_CERTIFICATE_FILE and EGRESS_KEY_FILE: give both or neither')
  if (['enforce', 'warn'].includes(given.REGISTER ?? 'off') && !given.REGISTER_URL)
    faults.push('REGISTER_URL: is needed where REGISTER is enforce or warn')
  const hasNoSigner = given.TRUSTED_LISTS?.split(',').some((entry) => !/\S\s+\S/.test(entry.trim()))
  if (hasNoSigner && !given.TRUSTED_LIST_SIGNERS && given.SANDBOX !== 'on')
    faults.push(
      'TRUSTED_LIST_SIGNERS: is needed for lists that name none beside them; a list without a signer proves nothing',
    )
  if (given.REGISTER_URL && !given.REGISTER_SIGNERS && given.SANDBOX !== 'on')
    faults.push('REGISTER_SIGNERS: is needed beside REGISTER_URL; a register without a signer proves nothing')
  return faults
}

function defaultHome(): string {
  // The embedded PostgreSQL refuses to run as root and runs as the user `postgres` instead, who cannot
  // enter root's own home folder.
  if (process.getuid?.() === 0) return '/var/lib/placet'
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'placet')
}

export type Environment = Omit<
  z.infer<typeof VARIABLES>,
  | 'SANDBOX'
  | 'MANAGEMENT_PORT'
  | 'SHUTDOWN_NOTICE_SECONDS'
  | 'KEY_ENCRYPTION_KEY_FILE'
  | 'TRUST_ANCHORS'
  | 'TRUSTED_LIST_SIGNERS'
  | 'REGISTER_SIGNERS'
  | 'MTLS_CERTIFICATE_FILE'
  | 'MTLS_KEY_FILE'
> & {
  SANDBOX: boolean
  MANAGEMENT_PORT: number | 'off'
  SHUTDOWN_NOTICE_SECONDS: number
  KEY_ENCRYPTION_KEY_FILE: string
  /** Empty where only lists are trusted. */
  TRUST_ANCHORS: string
  TRUSTED_LIST_SIGNERS: string
  REGISTER_SIGNERS: string
  MTLS_CERTIFICATE_FILE: string
  MTLS_KEY_FILE: string
}
