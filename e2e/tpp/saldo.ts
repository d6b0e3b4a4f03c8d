import { serve } from '@hono/node-server'
import { saldoApp } from './app'
import { bankAt } from './bank'
import { type Config, readConfig } from './config'
import { loadDpopKey } from './keys'
import { listenForBank } from './listen-for-bank'
import { signingServerAt } from './signing-client'
import { openStore } from './store'
import { openWire } from './wire'

/**
 * A budgeting app as a licensed third party would run it: a program of its own that knows the bank only by its
 * public interface. Start it with `node --import tsx e2e/tpp/saldo.ts`; config.ts lists the environment.
 */
async function main(config: Config) {
  const signing = signingServerAt(config.signing)
  const wire = openWire({ qwac: signing.qwac, bankCa: config.bankCa })
  const bank = bankAt({ config, signing, dpopKey: await loadDpopKey(config.home), wire })
  const store = openStore(config.home)
  const app = saldoApp({ config, bank, store })
  const ears = await listenForBank({ config, bank, store, signing })
  const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, () =>
    console.log(`${config.brand} listens on ${config.origin}`),
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      ears?.close()
      server.close(() => process.exit(0))
    })
  // The bank may start after us: then the first "Connect" registers.
  await bank.open([]).then(
    () => console.log(`${config.brand} is registered at ${config.bank.issuer}`),
    (error) =>
      console.log(
        `${config.bank.issuer} is not ready yet (${reasonOf(error)}); registering at the first connect`,
      ),
  )
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name
}

function configOrExit() {
  try {
    return readConfig(process.env)
  } catch (error) {
    console.error(reasonOf(error))
    process.exit(1)
  }
}

await main(configOrExit())
