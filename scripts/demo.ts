import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildIfNeeded } from './build-if-needed'
import { nextProgram, onEnd, startProgram, stopChildren } from './children'
import { completeEnvironment } from './environment'

// 127.0.0.1 and not localhost: another site than the bank's, so that no cookie of the bank ever reaches Saldo.
const SALDO = {
  organizationIdentifier: 'PSDNL-DNB-X1234',
  origin: process.env.SALDO_ORIGIN ?? 'http://127.0.0.1:4000',
  signer: process.env.SALDO_SIGNER_ORIGIN ?? 'http://127.0.0.1:4001',
  // The bank calls a third party over https only, under a name of its certificate.
  notificationOrigin: process.env.SALDO_NOTIFICATION_ORIGIN ?? 'https://localhost:4043',
}

// A shop, and PayLane by which it is paid; the keys are PayLane's.
const SHOP = {
  organizationIdentifier: 'PSDDK-DFSA-31140',
  origin: process.env.SHOP_ORIGIN ?? 'http://127.0.0.1:4002',
  signer: process.env.PAYLANE_SIGNER_ORIGIN ?? 'http://127.0.0.1:4003',
}

const trustOrigin = process.env.SANDBOX_TRUST_ORIGIN ?? 'http://127.0.0.1:4500'

// npm run demo: the whole house on this machine, from nothing. The production build, real TLS, a real PostgreSQL.
const postgres = await completeEnvironment({
  SANDBOX: 'on',
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  MESSAGE_SIGNING: 'checked',
  EGRESS_ALLOWED: new URL(SALDO.notificationOrigin).host,
  REVOCATION_HOSTS: new URL(trustOrigin).host,
  TRUSTED_LISTS: `${trustOrigin}/trusted-list.json`,
  REGISTER: 'enforce',
  REGISTER_URL: `${trustOrigin}/register/snapshot.json`,
  REGISTER_NOT_FOUND: 'refuse',
  // In life lists are fetched daily; here somebody waits for what they changed.
  TRUSTED_LIST_REFRESH_MINUTES: '1',
  REGISTER_REFRESH_MINUTES: '0.1',
  SMTP_URL: 'smtp://127.0.0.1:4525',
  MAIL_FROM: 'notices@nordhavn.example',
  MANAGEMENT_PORT: '4590',
})
process.env.EGRESS_TRUST_FILE ??= join(process.env.PLACET_HOME ?? '', 'sandbox', 'root.pem')
const end = onEnd(async () => {
  await stopChildren()
  await postgres?.stop()
})
const { env } = await import('@/lib/env')
const { migrateIfOwner } = await import('@/db/migrate-if-owner')
await migrateIfOwner()
// Builds when there is no build of exactly these sources.
await buildIfNeeded()

const sandbox = join(env.PLACET_HOME, 'sandbox')
const { ensureTrustService } = await import('@/lib/sandbox/ensure-trust-service')
await ensureTrustService(sandbox)
const { customers, colleagues } = await seed()
const { SHOP: shopAccount } = await import('@/db/seed/shop')

const port = new URL(env.PUBLIC_ORIGIN).port || '3000'
// Attached before anything is awaited: a bank that dies at once must not be mistaken for another that answers its port.
const endWith = (child: ReturnType<typeof startProgram>) => child.once('exit', () => end(1))
const trust = startProgram(['--conditions=react-server', '--import', 'tsx', 'scripts/trust-service.ts'])
endWith(trust)
await answers(env.SANDBOX_TRUST_ORIGIN)
const mail = startProgram(['--conditions=react-server', '--import', 'tsx', 'scripts/mail-catcher.ts'])
endWith(mail)
await answers(env.SANDBOX_MAIL_ORIGIN)
const bank = startProgram([nextProgram(), 'start', '-H', env.LISTEN_HOST, '-p', port])
endWith(bank)
await answers(`${env.PUBLIC_ORIGIN}/sign-in`)
const signerHome = join(env.PLACET_HOME, 'saldo-keys')
const payLaneHome = join(env.PLACET_HOME, 'paylane-keys')
await Promise.all([
  keysOf(SALDO, signerHome, { SIGNER_HOSTS: new URL(SALDO.notificationOrigin).hostname }),
  keysOf(SHOP, payLaneHome),
])
const bankCa = join(sandbox, 'root.pem')
await Promise.all([
  outside('e2e/tpp/saldo.ts', SALDO.origin, {
    SALDO_ORIGIN: SALDO.origin,
    SALDO_NOTIFICATION_ORIGIN: SALDO.notificationOrigin,
    SALDO_HOME: join(env.PLACET_HOME, 'saldo'),
    SALDO_BANK_CA: bankCa,
    SALDO_SIGNER_ORIGIN: SALDO.signer,
    SALDO_SIGNER_SECRET_FILE: join(signerHome, 'secret'),
  }),
  outside('e2e/shop/shop.ts', SHOP.origin, {
    SHOP_ORIGIN: SHOP.origin,
    SHOP_HOME: join(env.PLACET_HOME, 'cykelbutik'),
    SHOP_HOLDER: shopAccount.ownerName,
    SHOP_IBAN: shopAccount.iban,
    PAYLANE_BANK_CA: bankCa,
    PAYLANE_SIGNER_ORIGIN: SHOP.signer,
    PAYLANE_SIGNER_SECRET_FILE: join(payLaneHome, 'secret'),
  }),
])
await writeDirectory()
announce()

/** The signing server of one third party, which alone has its private keys. */
async function keysOf(of: ThirdParty, home: string, more: Record<string, string> = {}): Promise<void> {
  const server = startProgram(['--import', 'tsx', 'e2e/outside/signing-server.ts'], {
    SIGNER_ORIGIN: of.signer,
    SIGNER_HOME: home,
    SIGNER_TRUST_ORIGIN: env.SANDBOX_TRUST_ORIGIN,
    SIGNER_INSTITUTION: of.organizationIdentifier,
    ...more,
  })
  endWith(server)
  await answers(of.signer)
}

/** A program that knows the bank by these three settings alone. */
async function outside(script: string, origin: string, own: Record<string, string>): Promise<void> {
  const program = startProgram(['--import', 'tsx', script], {
    PORT: new URL(origin).port,
    BANK_ISSUER: env.PUBLIC_ORIGIN,
    BANK_XS2A: `${env.MTLS_ORIGIN}/xs2a`,
    BANK_NAME: env.BANK_NAME,
    ...own,
  })
  endWith(program)
  await answers(origin)
}

async function seed() {
  const { seedSandbox } = await import('@/db/seed')
  const { seedStaff } = await import('@/db/seed/staff')
  const { now } = await import('@/lib/clock')
  const { closeDatabases } = await import('@/db/connection')
  const seeded = await seedSandbox({ now: await now() })
  const colleagues = await seedStaff({ now: await now() })
  await closeDatabases()
  return { customers: seeded, colleagues }
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const response = await fetch(url, { redirect: 'manual' }).catch(() => null)
    if (response && response.status < 500) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${url} did not answer within a minute`)
}

/** For the tour and the journey tests: where everything is, and the links as printed. */
async function writeDirectory(): Promise<void> {
  const directory = {
    bank: env.PUBLIC_ORIGIN,
    xs2a: env.MTLS_ORIGIN,
    saldo: SALDO.origin,
    shop: SHOP.origin,
    saldoSigner: SALDO.signer,
    saldoSignerHome: signerHome,
    trust: env.SANDBOX_TRUST_ORIGIN,
    mail: env.SANDBOX_MAIL_ORIGIN,
    sandbox,
    customers,
    colleagues,
  }
  await writeFile(join(env.PLACET_HOME, 'demo.json'), JSON.stringify(directory, null, 2), { mode: 0o600 })
}

function announce(): void {
  const linesOf = (people: SeededPerson[], page: string) =>
    people.map(({ name, purpose, activationCode }) => {
      const link = activationCode
        ? `${env.PUBLIC_ORIGIN}${page}#${activationCode}`
        : 'has a passkey already: sign in'
      return `  ${name.padEnd(26)} ${purpose.padEnd(34)} ${link}`
    })
  const lines = linesOf(customers, '/activate')
  const staffLines = linesOf(colleagues, '/staff/activate')
  console.log(`
${env.BANK_NAME} is open.

  Customers        ${env.PUBLIC_ORIGIN}
  Third parties    ${env.MTLS_ORIGIN}  (mutual TLS)
  Saldo            ${SALDO.origin}  (a budgeting app, the demonstration third party that looks)
  Cykelbutik       ${SHOP.origin}  (a shop, paid by PayLane, the one that pays)
  Mail             ${env.SANDBOX_MAIL_ORIGIN}  (what the bank sends to its customers)
  Trust service    ${env.SANDBOX_TRUST_ORIGIN}  (certificates, register, revocation: docs/sandbox.md)

Customers of the demonstration, each with a link that creates a passkey (once):
${lines.join('\n')}

Staff, at ${env.PUBLIC_ORIGIN}/staff:
${staffLines.join('\n')}

Try: open a link, create the passkey, then make an account in Saldo and connect the bank there, or buy a lamp in the shop.
No passkey at hand? npm run tour walks the journey in a browser of its own.
Ctrl-C ends everything; data stay in ${env.PLACET_HOME}.
In another terminal, so that npm run sandbox, activation and clock find them: export PLACET_HOME='${env.PLACET_HOME}'
`)
}

type ThirdParty = { organizationIdentifier: string; signer: string }
type SeededPerson = { name: string; purpose: string; activationCode: string | null }
