import { settingsOrExit } from './program'
import { readSigningConfig } from './signing/config'
import { openSigningServer } from './signing/open-signing-server'

/**
 * The holder of a third party's private keys, a program of its own: orders and renews the certificates, and signs for who has
 * the secret. Start it with `node --import tsx e2e/outside/signing-server.ts`; signing/config.ts lists the environment.
 */
const config = settingsOrExit(readSigningConfig)
const { origin, close } = await openSigningServer(config)
console.log(`The signing server of ${config.institution} listens on ${origin}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)))
