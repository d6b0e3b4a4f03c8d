import { serve } from '@hono/node-server'
import { type SigningConfig, secretOf } from './config'
import { certificateKeeper } from './keep-certificates'
import { openKeyStore } from './key-store'
import { signingApp } from './signing-app'
import { trustServiceAt } from './trust-service'

/**
 * Opens the signing server on loopback. While the trust service does not answer it serves what it holds, and tries again at
 * each look; `port` 0 takes any.
 */
export async function openSigningServer(config: SigningConfig, now = () => new Date()): Promise<Opened> {
  const secret = secretOf(config.home)
  const store = await openKeyStore(config.home)
  const keeper = certificateKeeper({ config, store, trust: trustServiceAt(config.trust), now })
  const look = () =>
    keeper.keep().catch((error: unknown) => console.error('The certificates could not be renewed:', error))
  await look()
  const timer = setInterval(look, config.checkMinutes * 60_000)
  const { fetch } = signingApp({ secret, store, keeper, now })
  const server = serve({ fetch, port: config.port, hostname: '127.0.0.1' })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? config.port) : config.port
  return {
    origin: `http://127.0.0.1:${port}`,
    secret,
    look,
    close: () => {
      clearInterval(timer)
      return new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    },
  }
}

type Opened = {
  origin: string
  secret: string
  /** What the clock does each hour. Never rejects. */
  look(): Promise<void>
  close(): Promise<void>
}
