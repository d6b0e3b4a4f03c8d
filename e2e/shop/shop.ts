import { reasonOf, serveUntilTold, settingsOrExit } from '../outside/program'
import { signingServerAt } from '../outside/signing-client'
import { openWire } from '../outside/wire'
import { shopApp } from './app'
import { type Config, readConfig } from './config'
import { openOrders } from './orders'
import { payLaneAt } from './paylane'

/**
 * A web shop, and the licensed payment service by which it is paid: a program of its own that knows the bank only by its public
 * interface. Start it with `node --import tsx e2e/shop/shop.ts`; config.ts lists the environment.
 */
async function main(config: Config) {
  const signing = signingServerAt(config.payLane.signing)
  const wire = openWire({ qwac: signing.qwac, bankCa: config.payLane.bankCa })
  const payLane = payLaneAt({ config, signing, wire })
  const app = shopApp({ config, payLane, orders: openOrders(config.home) })
  const announced = `${config.brand} listens on ${config.origin}`
  serveUntilTold({ app, host: config.host, port: config.port, announced })
  // The bank may start after us: then the first payment tells it the brand.
  await payLane.introduce().then(
    () => console.log(`${config.payLane.brand} is known at ${config.bank.issuer}`),
    (error) => console.log(`${config.bank.issuer} is not ready yet (${reasonOf(error)})`),
  )
}

await main(settingsOrExit(readConfig))
