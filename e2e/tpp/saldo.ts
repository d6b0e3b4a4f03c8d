import { reasonOf, serveUntilTold, settingsOrExit } from '../outside/program'
import { signingServerAt } from '../outside/signing-client'
import { openWire } from '../outside/wire'
import { saldoApp } from './app'
import { bankAt } from './bank'
import { type Config, readConfig } from './config'
import { loadDpopKey } from './keys'
import { listenForBank } from './listen-for-bank'
import { openStore } from './store'

/**
 * A budgeting app as a licensed third party would run it: a program of its own that knows the bank only by its
 * public interface. Start it with `node --import tsx e2e/tpp/saldo.ts`; config.ts lists the environment.
 */
async function main(config: Config) {
  const signing = signingServerAt(config.signing)
  const wire = openWire({ qwac: signing.qwac, bankCa: config.bankCa })
  const bank = bankAt({ config, signing, dpopKey: await loadDpopKey(config.home), wire })
  const store = openStore(config.home)
  const ears = await listenForBank({ config, bank, store, signing })
  const app = saldoApp({ config, bank, store })
  const announced = `${config.brand} listens on ${config.origin}`
  serveUntilTold({ app, host: config.host, port: config.port, announced, close: () => ears?.close() })
  // The bank may start after us: then the first "Connect" registers.
  await bank.open([]).then(
    () => console.log(`${config.brand} is registered at ${config.bank.issuer}`),
    (error) =>
      console.log(
        `${config.bank.issuer} is not ready yet (${reasonOf(error)}); registering at the first connect`,
      ),
  )
}

await main(settingsOrExit(readConfig))
