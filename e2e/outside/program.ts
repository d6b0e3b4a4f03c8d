import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

/** The settings of a program; it ends, with every fault said, where they cannot be used. */
export function settingsOrExit<Settings>(read: (environment: NodeJS.ProcessEnv) => Settings): Settings {
  try {
    return read(process.env)
  } catch (error) {
    console.error(reasonOf(error))
    process.exit(1)
  }
}

/** Serves the app until the program is told to end; `close` ends what else it has open. */
export function serveUntilTold({ app, host, port, announced, close }: Served): void {
  const server = serve({ fetch: app.fetch, port, hostname: host }, () => console.log(announced))
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      close?.()
      server.close(() => process.exit(0))
    })
}

/** The deepest reason that an error names. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name
}

type Served = {
  app: Pick<Hono, 'fetch'>
  host: string
  port: number
  announced: string
  close?: () => void
}
