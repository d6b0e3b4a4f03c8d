import { readSigningConfig, type SigningConfig } from './signing/config'
import { openSigningServer } from './signing/open-signing-server'

/**
 * The holder of Saldo's private keys, a program of its own: orders and renews the certificates, and signs for who has the
 * secret. Start it with `node --import tsx e2e/tpp/signing-server.ts`; signing/config.ts lists the environment.
 */
function configOrExit(): SigningConfig {
  try {
    return readSigningConfig(process.env)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

const { origin, close } = await openSigningServer(configOrExit())
console.log(`Saldo's signing server listens on ${origin}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)))
